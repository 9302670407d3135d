/* What the reader has chosen, and what therefore is drawn.
   Map, panel, tables and counts all read netgov.shown, so that they cannot disagree. */

import { netgov } from "./base.js";

const index = (rows, key = "id") => new Map(rows.map((row) => [row[key], row]));
const keys = (rows) => new Set(rows.map((row) => row.key));

netgov.choice = { period: 0, size: 0, layout: 0, lonely: true };
netgov.shown = { actors: new Set(), ties: new Set(), gaps: new Set() };
netgov.focus = null;
let lines = new Map();

/* ---- the chosen period in the chosen language ---- */

function enter() {
  const { data, choice } = netgov;
  const frame = data.frames[choice.period];
  const lasting = index(data.actors);
  const edges = index(data.edges);
  const actor = frame.actors.map((one) => ({ ...lasting.get(one.id), ...one }));
  netgov.actors = index(actor);
  const tie = frame.ties.map((one) => {
    const { from, to } = edges.get(one.id);
    return { ...one, source: from, target: to };
  });
  const gap = frame.gaps.map((one) => ({ ...one, sentence: named(one) }));
  netgov.rows = { actor, tie, gap };
  netgov.ties = index(tie);
  netgov.gaps = index(gap);
  ["sectors", "layers", "kinds"].forEach((list) => {
    netgov[list] = index(data[list], "key");
  });
  connect();
  refocus();
}

// The sentence of a gap with its bodies' names in it.
function named({ sentence, source, target }) {
  const short = (id) => (id ? netgov.actors.get(id).short : "");
  const names = { s: short(source), t: short(target), b: "{" };
  return sentence.replace(/\{([stb])\}/g, (mark, name) => names[name]);
}

function connect() {
  lines = new Map(
    netgov.rows.actor.map((actor) => [actor.id, { gives: [], receives: [], gaps: [] }]),
  );
  netgov.rows.tie.forEach((tie) => {
    lines.get(tie.source).gives.push(tie);
    lines.get(tie.target).receives.push(tie);
  });
  netgov.rows.gap.forEach((gap) => {
    lines.get(gap.source).gaps.push(gap);
    if (gap.target && gap.target !== gap.source) lines.get(gap.target).gaps.push(gap);
  });
}

// What was picked stays so, if there is such a thing in this period.
function refocus() {
  const current = (focus) => {
    const item = focus && netgov[`${focus.type}s`].get(focus.item.id);
    return item ? { ...focus, item, from: current(focus.from) } : null;
  };
  netgov.focus = current(netgov.focus);
}

netgov.linesOf = (id) => lines.get(id);
netgov.frame = () => netgov.data.frames[netgov.choice.period];
netgov.measure = () => netgov.data.measures[netgov.choice.size];

netgov.choosePeriod = function (place) {
  netgov.choice.period = place;
  enter();
  netgov.tell("period");
  netgov.rescope();
};

/* ---- filters ---- */

// Kinds of gap that repeat ties, and all kinds in a large network, wait until asked for.
netgov.usual = (field) =>
  field === "kind"
    ? keys(netgov.data.kinds.filter((kind) => kind.on && !netgov.data.large))
    : keys(netgov.data[`${field}s`]);

netgov.resetChoice = function (everything) {
  const { choice, data } = netgov;
  choice.layer = netgov.usual("layer");
  choice.sector = netgov.usual("sector");
  choice.kind = everything ? keys(data.kinds) : netgov.usual("kind");
  choice.lonely = true;
};

netgov.rescope = function () {
  const { layer, kind, sector, lonely } = netgov.choice;
  const { rows, shown } = netgov;
  const keep = (list, test) => new Set(list.filter(test).map((row) => row.id));
  const isIn = (id) => shown.actors.has(id);
  shown.actors = keep(rows.actor, (actor) => sector.has(actor.sector));
  shown.ties = keep(
    rows.tie,
    (tie) => layer.has(tie.layer) && isIn(tie.source) && isIn(tie.target),
  );
  shown.gaps = keep(
    rows.gap,
    (gap) => kind.has(gap.kind) && isIn(gap.source) && (!gap.target || isIn(gap.target)),
  );
  if (!lonely) {
    const touched = new Set();
    [...rows.tie, ...rows.gap]
      .filter((line) => shown.ties.has(line.id) || shown.gaps.has(line.id))
      .forEach((line) => touched.add(line.source).add(line.target));
    shown.actors = keep(rows.actor, (actor) => isIn(actor.id) && touched.has(actor.id));
  }
  netgov.tell("scope");
};

// Bring back what a filter hid, when the reader asks for that very thing.
netgov.reveal = function (focus) {
  const { layer, kind, sector } = netgov.choice;
  const ends = [
    focus.item,
    netgov.actors.get(focus.item.source),
    netgov.actors.get(focus.item.target),
  ];
  ends
    .filter((end) => end && end.sector)
    .forEach((actor) => {
      sector.add(actor.sector);
    });
  if (focus.type === "tie") layer.add(focus.item.layer);
  if (focus.type === "gap") kind.add(focus.item.kind);
  netgov.rescope();
  if (netgov.isShown(focus)) return;
  netgov.choice.lonely = true;
  netgov.rescope();
};

/* ---- what is picked ---- */

netgov.isShown = (focus) => netgov.shown[`${focus.type}s`].has(focus.item.id);

// type is "actor", "tie" or "gap"; `from` is where "back" leads.
netgov.pick = function (type, id, from) {
  const item = netgov[`${type}s`].get(id);
  if (!item) return;
  const focus = { type, item, from: from || null };
  if (!netgov.isShown(focus)) netgov.reveal(focus);
  netgov.focus = focus;
  netgov.tell("focus");
};

netgov.back = function () {
  const from = netgov.focus && netgov.focus.from;
  if (from) netgov.pick(from.type, from.item.id, from.from);
};

netgov.unpick = function () {
  if (!netgov.focus) return;
  netgov.focus = null;
  netgov.tell("focus");
};

// What stays bright while something is in focus; null when all is bright.
netgov.lit = function () {
  const focus = netgov.focus;
  if (!focus) return null;
  let bright = [focus.item];
  if (focus.type === "actor") {
    const { gives, receives, gaps } = netgov.linesOf(focus.item.id);
    bright = gives
      .concat(receives, gaps)
      .filter((line) => netgov.shown.ties.has(line.id) || netgov.shown.gaps.has(line.id));
  }
  const main = focus.type === "actor" ? focus.item.id : null;
  const actors = new Set(main ? [main] : []);
  bright.forEach((line) => [line.source, line.target].forEach((end) => end && actors.add(end)));
  return { main, actors, lines: new Set(bright.map((line) => line.id)) };
};

netgov.on("language", () => {
  if (!netgov.choice.layer) netgov.resetChoice();
  enter();
});
