/* Where the reader looks at the map: frame, zoom, pan, pointer and keys. */

import { netgov } from "./base.js";

const box = netgov.byId("canvas");
let touched = false;
let framed = "";
let labelledAt = 0;

// The part of the map that no sheet covers.
function openArea() {
  const panel = netgov.byId("panel");
  const sheet =
    netgov.isNarrow() && !panel.hidden
      ? Math.max(0, box.getBoundingClientRect().bottom - panel.getBoundingClientRect().top)
      : 0;
  return { width: box.clientWidth, height: box.clientHeight - sheet };
}

function relabel(scale) {
  labelledAt = scale;
  netgov.relabel(scale);
}

netgov.fit = function () {
  touched = false;
  framed = ""; // a map behind the tables is fitted when it comes back
  if (!box.clientWidth || !box.clientHeight) return;
  framed = `${box.clientWidth} ${box.clientHeight}`;
  netgov.settle();
  const narrow = netgov.isNarrow();
  const pad = narrow ? 4 : 10;
  const { width, height } = netgov.ground();
  // The zoom buttons stand beside the map; with the panel open, below it.
  const open = !netgov.byId("panel").hidden;
  const room = {
    x: box.clientWidth - (narrow || open ? 0 : 56),
    y: box.clientHeight - (!narrow && open ? 54 : 0),
  };
  const across = (room.x - 2 * pad) / width;
  const down = (room.y - 2 * pad) / height;
  // A readable part is worth more than an unreadable whole.
  const whole = Math.min(across, down, 1.5);
  const scale = narrow ? across : Math.max(whole, netgov.leastScale());
  const middle = (length, space, all) =>
    (length * scale > space ? all / 2 - pad : (length * scale + all - space) / 2) / scale;
  relabel(scale);
  netgov.network.moveTo({
    scale,
    position: {
      x: middle(width, room.x, box.clientWidth),
      y: middle(height, room.y, box.clientHeight),
    },
  });
};

// Keep what was picked in sight: above the sheet, and inside after zooming.
function follow() {
  const lit = netgov.lit();
  if (!lit || !box.clientWidth) return;
  const { network } = netgov;
  const spot = network.canvasToDOM(network.getPosition(lit.main || [...lit.actors][0]));
  const area = openArea();
  const astray = (at, length, margin) =>
    at < margin || at > length - margin ? at - length / 2 : 0;
  const right = astray(spot.x, area.width, 30);
  const down = astray(spot.y, area.height, Math.min(60, area.height / 4));
  if (!right && !down) return;
  network.moveTo({ position: network.getViewPosition(), offset: { x: -right, y: -down } });
}

netgov.resize = function () {
  const { network } = netgov;
  if (!box.clientWidth || !box.clientHeight) return;
  const view = { position: network.getViewPosition(), scale: network.getScale() };
  network.setSize("100%", "100%");
  // On another ground the view of before would show something else.
  const moved = netgov.settle();
  if (touched && !moved) network.moveTo(view);
  else if (framed !== `${box.clientWidth} ${box.clientHeight}`) netgov.fit();
  follow();
};

// More labels find room when the reader goes nearer; not at every notch of the wheel.
function zoomed() {
  touched = true;
  const scale = netgov.network.getScale();
  if (Math.abs(Math.log(scale / labelledAt)) > 0.2) relabel(scale);
}

netgov.zoom = function (factor) {
  const { network } = netgov;
  network.moveTo({ scale: Math.min(6, Math.max(0.05, network.getScale() * factor)) });
  zoomed();
};

function pan(x, y) {
  touched = true;
  const at = netgov.network.getViewPosition();
  const step = 80 / netgov.network.getScale();
  netgov.network.moveTo({ position: { x: at.x + x * step, y: at.y + y * step } });
}

/* ---- pointer and keys ---- */

function click(event) {
  const lit = netgov.lit();
  const node = netgov.network.getNodeAt(event.pointer.DOM);
  const edge = netgov.network.getEdgeAt(event.pointer.DOM);
  if (node !== undefined) netgov.pick("actor", node, netgov.focus);
  // A faded line is as good as empty ground.
  else if (edge !== undefined && (!lit || lit.lines.has(edge))) {
    netgov.pick(netgov.ties.has(edge) ? "tie" : "gap", edge, netgov.focus);
  } else netgov.unpick();
}

const KEYS = {
  ArrowLeft: () => pan(-1, 0),
  ArrowRight: () => pan(1, 0),
  ArrowUp: () => pan(0, -1),
  ArrowDown: () => pan(0, 1),
  "+": () => netgov.zoom(1.25),
  "=": () => netgov.zoom(1.25),
  "-": () => netgov.zoom(0.8),
  0: () => netgov.fit(),
};

box.addEventListener("keydown", (event) => {
  if (!netgov.has(KEYS, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});

netgov.watch = function () {
  const { network } = netgov;
  const point = (on) => () => box.classList.toggle("pointing", on);
  network.on("click", click);
  network.on("zoom", zoomed);
  network.on("dragStart", () => {
    touched = true;
  });
  ["hoverNode", "hoverEdge"].forEach((event) => network.on(event, point(true)));
  ["blurNode", "blurEdge"].forEach((event) => network.on(event, point(false)));
  new ResizeObserver(() => netgov.resize()).observe(box);
};

netgov.followFocus = follow;
// Which labels have room depends on what is drawn, and how large.
["scope", "looks"].forEach((event) => netgov.on(event, () => labelledAt && relabel(labelledAt)));
