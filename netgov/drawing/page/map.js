/* The map: vis-network draws what Python placed; this file only shows, fades and frames it. */
(function (netgov) {
  "use strict";

  const data = netgov.data;
  const box = netgov.byId("canvas");
  const INK = "#18222e";
  // Narrow faces only: labels are spaced for them.
  const FONT = "\"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, \"Liberation Sans\", sans-serif";
  const baseNode = new Map(data.nodes.map((node) => [node.id, node]));
  const baseEdge = new Map(data.edges.map((edge) => [edge.id, edge]));
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const looks = new Map();
  const rings = new Map();
  let touched = false;
  let portrait = false;
  let labelSize = null;
  let framed = "";

  data.gaps.filter((gap) => !gap.target).forEach((gap) => {
    rings.set(gap.source, (rings.get(gap.source) || []).concat(gap));
  });

  const options = Object.assign({}, data.options, {
    autoResize: false, // netgov.resize does it, without vis changing the zoom
    interaction: Object.assign({}, data.options.interaction, {
      // The page marks what is picked itself; vis would add a second, different mark.
      selectable: false, dragNodes: false, hover: !netgov.large, tooltipDelay: 1e6,
    }),
    nodes: Object.assign({}, data.options.nodes, {
      chosen: false, font: Object.assign({ face: FONT }, data.options.nodes && data.options.nodes.font),
    }),
    edges: Object.assign({}, data.options.edges, { chosen: false }),
  });
  const network = new vis.Network(box, { nodes, edges }, options);
  netgov.network = network; // for the tests
  // The labelled box around it takes the focus; a second nameless stop would only confuse.
  box.firstElementChild.removeAttribute("tabindex");

  // A phone gets the tall scene where Python made one.
  const scene = () => (portrait ? data.portrait : data.scene);
  const isNarrow = () => window.matchMedia("(max-width: 700px)").matches;

  /* ---- looks ---- */

  function faint(colour, share) {
    const code = /^#([0-9a-f]{6})$/i.exec(colour || "");
    if (!code) return `rgba(120,130,140,${share})`;
    const parts = [0, 2, 4].map((at) => parseInt(code[1].slice(at, at + 2), 16));
    return `rgba(${parts.join(",")},${share})`;
  }

  function nodeColour(base, look) {
    const colour = typeof base.color === "object" ? base.color : { background: base.color, border: base.color };
    if (look === "far") return { background: faint(colour.background, 0.13), border: faint(colour.border, 0.16) };
    return { background: colour.background, border: look === "main" ? "#0b0f14" : colour.border };
  }

  function nodeUpdate(base, look) {
    const font = Object.assign({}, options.nodes.font, base.font, labelSize ? { size: labelSize } : {});
    if (look === "far") Object.assign(font, { color: faint(INK, 0.2), strokeWidth: 0 });
    return {
      id: base.id,
      hidden: look === "hidden",
      color: nodeColour(base, look),
      opacity: look === "main" ? 1 : base.opacity,
      borderWidth: look === "main" ? Math.min(4, base.size / 4) : base.borderWidth || 1,
      label: base.label || (look === "near" || look === "main" ? netgov.actors.get(base.id).short : ""),
      font,
    };
  }

  function edgeUpdate(base, look) {
    const update = { id: base.id, hidden: look === "hidden", color: base.color, width: base.width || 1 };
    if (look === "near" || look === "far") {
      const colour = typeof base.color === "object" ? base.color.color : base.color;
      update.color = { color: colour, inherit: false, opacity: look === "near" ? 0.95 : 0.05 };
    }
    if (look === "near") update.width += 0.8;
    // Large networks are drawn without arrows; the few lines in focus can afford them.
    if (netgov.large && netgov.ties.has(base.id)) {
      update.arrows = look === "near" ? { to: { enabled: true, scaleFactor: 0.5 } } : base.arrows || "";
    }
    return update;
  }

  function changed(bases, look, update) {
    const updates = [];
    bases.forEach((base) => {
      const now = look(base.id);
      if (looks.get(base.id) === now) return;
      looks.set(base.id, now);
      updates.push(update(base, now));
    });
    return updates;
  }

  function paint() {
    const lit = netgov.lit();
    const shown = netgov.shown;
    const near = (set, id) => (!lit ? "plain" : set.has(id) ? "near" : "far");
    const nodeLook = (id) => (!shown.actors.has(id) ? "hidden" : lit && id === lit.main ? "main" : near(lit && lit.actors, id));
    const edgeLook = (id) => (shown.ties.has(id) || shown.gaps.has(id) ? near(lit && lit.lines, id) : "hidden");
    nodes.update(changed(baseNode, nodeLook, nodeUpdate));
    edges.update(changed(baseEdge, edgeLook, edgeUpdate));
    network.redraw();
  }

  /* ---- bands and rings ---- */

  function drawBands(context) {
    const size = Math.max(12.5, 11.2 / network.getScale());
    scene().bands.forEach((band, place) => {
      context.fillStyle = place % 2 ? "#fdfefe" : "#ecf1f6";
      context.fillRect(0, band.top, scene().width, band.bottom - band.top);
      context.fillStyle = "#4a5a6c";
      context.font = `600 ${size}px ${FONT}`;
      context.textAlign = "left";
      context.textBaseline = "top";
      context.fillText(band.label, 9, band.top + 7);
    });
  }

  function drawRings(context) {
    const lit = netgov.lit();
    rings.forEach((gaps, id) => {
      const node = nodes.get(id);
      gaps.filter((gap) => netgov.shown.gaps.has(gap.id)).forEach((gap, turn) => {
        const kind = netgov.kinds.get(gap.kind);
        context.save();
        context.globalAlpha = !lit || lit.lines.has(gap.id) ? 0.95 : 0.05;
        context.strokeStyle = kind.colour;
        context.lineWidth = 2.2;
        context.setLineDash([7, 4]);
        context.beginPath();
        context.arc(node.x, node.y, (node.size || 14) * 1.15 + 6 + turn * 5, 0, 2 * Math.PI);
        context.stroke();
        context.restore();
      });
    });
  }

  /* ---- framing ---- */

  // The part of the map that no sheet covers.
  function openArea() {
    const panel = netgov.byId("panel");
    const sheet = isNarrow() && !panel.hidden
      ? Math.max(0, box.getBoundingClientRect().bottom - panel.getBoundingClientRect().top) : 0;
    return { width: box.clientWidth, height: box.clientHeight - sheet };
  }

  function sizeLabels(scale) {
    if (data.nodes.length > 80) return;
    // 11.2 px on the screen, if that is possible without crowding.
    const size = Math.round(10 * Math.min(17, Math.max(12.5, 11.2 / scale))) / 10;
    if (size === labelSize) return;
    labelSize = size;
    looks.clear();
  }

  function place() {
    const narrow = isNarrow();
    box.classList.toggle("narrow", narrow);
    if (!data.portrait || portrait === narrow) return;
    portrait = narrow;
    nodes.update(data.nodes.map((node) => {
      const [x, y] = portrait ? data.portrait.places[node.id] : [node.x, node.y];
      return { id: node.id, x, y };
    }));
  }

  netgov.fit = function () {
    if (!box.clientWidth || !box.clientHeight) return;
    touched = false;
    framed = `${box.clientWidth} ${box.clientHeight}`;
    place();
    const narrow = isNarrow();
    const pad = narrow ? 4 : 10;
    const { width, height } = scene();
    // The zoom buttons stand beside the map; with the panel open, below it.
    const open = !netgov.byId("panel").hidden;
    const room = { x: box.clientWidth - (narrow || open ? 0 : 56), y: box.clientHeight - (!narrow && open ? 54 : 0) };
    const across = (room.x - 2 * pad) / width;
    const down = (room.y - 2 * pad) / height;
    let scale = Math.min(across, down, 1.5);
    // On a phone a readable part is worth more than an unreadable whole.
    if (narrow) scale = portrait ? across : Math.max(0.66, Math.min(down, 1));
    const middle = (length, space, all) =>
      (length * scale > space ? all / 2 - pad : (length * scale + all - space) / 2) / scale;
    sizeLabels(scale);
    paint();
    network.moveTo({ scale, position: { x: middle(width, room.x, box.clientWidth), y: middle(height, room.y, box.clientHeight) } });
  };

  // Keep what was picked in sight: above the sheet, and inside after zooming.
  function follow() {
    const lit = netgov.lit();
    if (!lit || !box.clientWidth) return;
    const spot = network.canvasToDOM(network.getPosition(lit.main || [...lit.actors][0]));
    const area = openArea();
    const astray = (at, length, margin) => (at < margin || at > length - margin ? at - length / 2 : 0);
    const right = astray(spot.x, area.width, 30);
    const down = astray(spot.y, area.height, Math.min(60, area.height / 4));
    if (!right && !down) return;
    network.moveTo({ position: network.getViewPosition(), offset: { x: -right, y: -down } });
  }

  netgov.resize = function () {
    if (!box.clientWidth || !box.clientHeight) return;
    const view = { position: network.getViewPosition(), scale: network.getScale() };
    network.setSize("100%", "100%");
    if (touched) network.moveTo(view);
    else if (framed !== `${box.clientWidth} ${box.clientHeight}`) netgov.fit();
    follow();
  };

  netgov.zoom = function (factor) {
    touched = true;
    network.moveTo({ scale: Math.min(6, Math.max(0.05, network.getScale() * factor)) });
  };

  function pan(x, y) {
    touched = true;
    const at = network.getViewPosition();
    const step = 80 / network.getScale();
    network.moveTo({ position: { x: at.x + x * step, y: at.y + y * step } });
  }

  /* ---- pointer and keys ---- */

  function click(event) {
    const lit = netgov.lit();
    const node = network.getNodeAt(event.pointer.DOM);
    const edge = network.getEdgeAt(event.pointer.DOM);
    if (node !== undefined) netgov.pick("actor", node, netgov.focus);
    // A faded line is as good as empty ground.
    else if (edge !== undefined && (!lit || lit.lines.has(edge))) {
      netgov.pick(netgov.ties.has(edge) ? "tie" : "gap", edge, netgov.focus);
    } else netgov.unpick();
  }

  const KEYS = {
    ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, -1), ArrowDown: () => pan(0, 1),
    "+": () => netgov.zoom(1.25), "=": () => netgov.zoom(1.25), "-": () => netgov.zoom(0.8), "0": () => netgov.fit(),
  };
  box.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(KEYS, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const point = (on) => () => box.classList.toggle("pointing", on);
  // Rings lie under the labels, whose halo keeps them readable.
  network.on("beforeDrawing", (context) => { drawBands(context); drawRings(context); });
  network.on("click", click);
  network.on("zoom", () => { touched = true; });
  network.on("dragStart", () => { touched = true; });
  ["hoverNode", "hoverEdge"].forEach((event) => network.on(event, point(true)));
  ["blurNode", "blurEdge"].forEach((event) => network.on(event, point(false)));
  netgov.on("scope", paint);
  netgov.on("focus", paint);
  netgov.drawn = (then) => network.once("afterDrawing", then);
  netgov.followFocus = follow;
  new ResizeObserver(() => netgov.resize()).observe(box);
})(netgov);
