/* The map: vis-network draws what Python placed; this file only shows, fades and sizes it. */

import { netgov } from "./base.js";
import { chosenLabels } from "./labels.js";

const INK = "#18222e";
const FAINT = 0.45; // an actor without ties or gaps
const box = netgov.byId("canvas");
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const painted = new Map();
let bases = null;
let network = null;
let labels = { size: 12.5, ids: new Set() };

// Narrow faces only: labels are spaced for them.
netgov.FONT = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
netgov.isNarrow = () => window.matchMedia("(max-width: 700px)").matches;
// A phone gets a tall ground.
netgov.ground = () =>
  netgov.data.layouts[netgov.choice.layout][netgov.isNarrow() ? "phone" : "desk"];

function start() {
  const { options } = netgov.data;
  network = new vis.Network(
    box,
    { nodes, edges },
    {
      ...options,
      autoResize: false, // netgov.resize does it, without vis changing the zoom
      // The page marks what is picked itself; vis would add a second, different mark.
      interaction: { ...options.interaction, selectable: false, dragNodes: false },
      nodes: {
        ...options.nodes,
        chosen: false,
        font: { ...options.nodes.font, face: netgov.FONT },
      },
      edges: { ...options.edges, chosen: false },
    },
  );
  // Still empty. vis keeps nodes by id, and __proto__ must be an id like any other.
  network.body.nodes = Object.create(null);
  netgov.network = network;
  // The labelled box around it takes the focus; a second nameless stop would only confuse.
  box.firstElementChild.removeAttribute("tabindex");
  // Rings lie under the labels, whose halo keeps them readable.
  network.on("beforeDrawing", (context) => {
    drawGround(context);
    drawRings(context);
  });
}

/* ---- looks ---- */

function faint(colour, share) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${parts.join(",")},${share})`;
}

// The area of a mark grows with the chosen measure; years share one scale.
netgov.radius = function (actor) {
  const [least, most] = netgov.data.radii;
  const value = actor.values[netgov.choice.size] || 0;
  return Math.round(10 * (least + (most - least) * Math.sqrt(value / largest()))) / 10;
};

let largestOf = {};
function largest() {
  const place = netgov.choice.size;
  largestOf[place] ||= netgov.data.frames
    .flatMap((frame) => frame.actors)
    .reduce((most, actor) => Math.max(most, actor.values[place] || 0), 0);
  return largestOf[place] || 1;
}

function nodeUpdate({ color }, actor, look, size) {
  const far = look === "far";
  return {
    color: far
      ? { background: faint(color.background, 0.13), border: faint(color.border, 0.16) }
      : { background: color.background, border: look === "main" ? "#0b0f14" : color.border },
    opacity: actor.isolate && look !== "main" ? FAINT : 1,
    size,
    borderWidth: look === "main" ? Math.min(4, size / 4) : 1,
    label: isNamed(actor.id, look) ? actor.label : "",
    title: actor.name,
    font: {
      ...netgov.data.options.nodes.font,
      face: netgov.FONT,
      size: labels.size,
      color: far ? faint(INK, 0.2) : INK,
      strokeWidth: far ? 0 : labels.size / (look === "plain" ? 4 : 3),
    },
  };
}

// Whatever is picked, or joined to it, is named in any case.
const isNamed = (id, look) => look === "near" || look === "main" || labels.ids.has(id);

// What a line says when the pointer rests on it; vis shows it as text.
function hint(line) {
  if (netgov.data.large) return undefined;
  if (line.sentence) return line.sentence;
  const { source, target, layer, weight } = line;
  const [from, to] = [source, target].map((id) => netgov.actors.get(id).short);
  return `${from} → ${to}\n${netgov.layers.get(layer).label} ${weight}`.trim();
}

netgov.dash = function (line) {
  if (line.contested) return netgov.data.doubted;
  const { dash } = netgov.layers.get(line.layer) || netgov.kinds.get(line.kind);
  return dash.length > 0 && dash;
};

function edgeUpdate({ color, width }, line, look) {
  const near = look === "near";
  const update = {
    color: look === "plain" ? color : { color: color.color, opacity: near ? 0.95 : 0.05 },
    width: (line.width || width) + (near ? 0.8 : 0),
    title: hint(line),
    dashes: netgov.dash(line),
  };
  // Large networks are drawn without arrows; the few lines in focus can afford them.
  if (netgov.data.large) update.arrows = { to: { enabled: near, scaleFactor: 0.5 } };
  return update;
}

// The updates of what looks different from what was painted last.
function changed(all, describe) {
  const updates = [];
  all.forEach((base, id) => {
    const [state, update] = describe(base, id);
    if (painted.get(id) === state) return;
    const isNew = !painted.has(id);
    painted.set(id, state);
    updates.push({ ...(isNew ? base : {}), id, hidden: !update, ...(update ? update() : {}) });
  });
  return updates;
}

function paint() {
  if (!network) return;
  const { actors, ties, gaps, shown } = netgov;
  const lit = netgov.lit();
  const near = (set, id) => (!lit ? "plain" : set.has(id) ? "near" : "far");
  const node = (base, id) => {
    const actor = actors.get(id);
    if (!shown.actors.has(id)) return ["hidden", null];
    const look = lit && id === lit.main ? "main" : near(lit && lit.actors, id);
    const size = netgov.radius(actor);
    return [
      [look, size, isNamed(id, look) && actor.label, actor.name, labels.size, actor.isolate].join(
        "|",
      ),
      () => nodeUpdate(base, actor, look, size),
    ];
  };
  const edge = (base, id) => {
    if (!shown.ties.has(id) && !shown.gaps.has(id)) return ["hidden", null];
    const line = ties.get(id) || gaps.get(id);
    const look = near(lit && lit.lines, id);
    return [
      [look, line.width, line.contested, hint(line)].join("|"),
      () => edgeUpdate(base, line, look),
    ];
  };
  nodes.update(changed(bases.nodes, node));
  edges.update(changed(bases.edges, edge));
  network.redraw();
}

netgov.relabel = function (scale) {
  labels = chosenLabels(scale);
  paint();
};

/* ---- ground and rings ---- */

function drawGround(context) {
  const { bands, patches, width } = netgov.ground();
  context.fillStyle = "#ecf1f6";
  patches.forEach(([left, top, right, bottom]) => {
    context.beginPath();
    const patch = [left, top, right - left, bottom - top];
    if (context.roundRect) context.roundRect(...patch, 14);
    else context.rect(...patch);
    context.fill();
  });
  const size = Math.max(12.5, 11.2 / network.getScale());
  bands.forEach((band, place) => {
    context.fillStyle = place % 2 ? "#fdfefe" : "#ecf1f6";
    context.fillRect(0, band.top, width, band.bottom - band.top);
    context.fillStyle = "#4a5a6c";
    context.font = `600 ${size}px ${netgov.FONT}`;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(band.label, 9, band.top + 7);
  });
}

// The gaps at one actor that are shown, by actor.
netgov.rings = function () {
  const rings = new Map();
  netgov.rows.gap
    .filter((gap) => !gap.target && netgov.shown.gaps.has(gap.id))
    .forEach((gap) => rings.set(gap.source, (rings.get(gap.source) || []).concat(gap)));
  return rings;
};

function drawRings(context) {
  const lit = netgov.lit();
  netgov.rings().forEach((gaps, id) => {
    const { x, y } = nodes.get(id);
    gaps.forEach((gap, turn) => {
      context.save();
      context.globalAlpha = !lit || lit.lines.has(gap.id) ? 0.95 : 0.05;
      context.strokeStyle = netgov.kinds.get(gap.kind).colour;
      context.lineWidth = 2.2;
      context.setLineDash([7, 4]);
      context.beginPath();
      context.arc(x, y, netgov.radius(netgov.actors.get(id)) * 1.15 + 6 + turn * 5, 0, 2 * Math.PI);
      context.stroke();
      context.restore();
    });
  });
}

/* ---- places ---- */

let stands = "";

// Move everybody to the chosen ground, unless they stand there; vis draws them there at once.
netgov.settle = function () {
  const chosen = `${netgov.choice.layout} ${netgov.isNarrow()}`;
  if (stands === chosen) return false;
  stands = chosen;
  const { places } = netgov.ground();
  const spots = netgov.data.actors.map(({ id }, turn) => ({
    id,
    x: places[turn][0],
    y: places[turn][1],
  }));
  // Who is not painted yet will be painted there.
  spots.forEach((spot) => Object.assign(bases.nodes.get(spot.id), spot));
  nodes.update(spots);
  return true;
};

netgov.on("language", () => {
  const { nodes: allNodes, edges: allEdges } = netgov.data;
  const byId = (items) => new Map(items.map((item) => [item.id, item]));
  bases = { nodes: byId(allNodes), edges: byId(allEdges) };
  largestOf = {};
  if (!network) start();
});
netgov.on("focus", paint);
netgov.drawn = (then) => network.once("afterDrawing", then);
