/* What the reader has chosen, and what therefore is drawn.
   Map, panel, tables and counts all read netgov.shown, so that they cannot disagree. */
(function (netgov) {
  "use strict";

  const data = netgov.data;
  const index = (rows) => new Map(rows.map((row) => [row.id, row]));

  netgov.large = data.actors.length > 400;
  netgov.actors = index(data.actors);
  netgov.ties = index(data.ties);
  netgov.gaps = index(data.gaps);
  netgov.sectors = new Map(data.sectors.map((sector) => [sector.key, sector]));
  netgov.layers = new Map(data.layers.map((layer) => [layer.key, layer]));
  netgov.kinds = new Map(data.kinds.map((kind) => [kind.key, kind]));

  netgov.choice = { layer: new Set(), kind: new Set(), sector: new Set(), lonely: true };
  netgov.shown = { actors: new Set(), ties: new Set(), gaps: new Set() };
  netgov.focus = null;

  const lines = new Map(data.actors.map((actor) => [actor.id, { gives: [], receives: [], gaps: [] }]));
  data.ties.forEach((tie) => {
    lines.get(tie.source).gives.push(tie);
    lines.get(tie.target).receives.push(tie);
  });
  data.gaps.forEach((gap) => {
    lines.get(gap.source).gaps.push(gap);
    if (gap.target && gap.target !== gap.source) lines.get(gap.target).gaps.push(gap);
  });
  netgov.linesOf = (id) => lines.get(id);

  netgov.resetChoice = function (everything) {
    // Kinds of gap that repeat ties, and all kinds in a large network, wait until asked for.
    const kinds = data.kinds.filter((kind) => everything || (kind.on && !netgov.large));
    netgov.choice.layer = new Set(data.layers.map((layer) => layer.key));
    netgov.choice.kind = new Set(kinds.map((kind) => kind.key));
    netgov.choice.sector = new Set(data.sectors.map((sector) => sector.key));
    netgov.choice.lonely = true;
  };

  netgov.rescope = function () {
    const { layer, kind, sector, lonely } = netgov.choice;
    const shown = netgov.shown;
    const keep = (rows, test) => new Set(rows.filter(test).map((row) => row.id));
    shown.actors = keep(data.actors, (actor) => sector.has(actor.sector) && (lonely || !actor.isolate));
    shown.ties = keep(data.ties, (tie) =>
      layer.has(tie.layer) && shown.actors.has(tie.source) && shown.actors.has(tie.target));
    shown.gaps = keep(data.gaps, (gap) =>
      kind.has(gap.kind) && shown.actors.has(gap.source) && (!gap.target || shown.actors.has(gap.target)));
    netgov.tell("scope");
  };

  // Bring back what a filter hid, when the reader asks for that very thing.
  netgov.reveal = function (focus) {
    const { layer, kind, sector } = netgov.choice;
    const ends = [focus.type === "actor" ? focus.item : null, netgov.actors.get(focus.item.source), netgov.actors.get(focus.item.target)];
    ends.filter(Boolean).forEach((actor) => {
      sector.add(actor.sector);
      if (actor.isolate) netgov.choice.lonely = true;
    });
    if (focus.type === "tie") layer.add(focus.item.layer);
    if (focus.type === "gap") kind.add(focus.item.kind);
    netgov.rescope();
  };

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
      bright = gives.concat(receives, gaps).filter((line) => netgov.shown.ties.has(line.id) || netgov.shown.gaps.has(line.id));
    }
    const main = focus.type === "actor" ? focus.item.id : null;
    const actors = new Set(main ? [main] : []);
    bright.forEach((line) => [line.source, line.target].forEach((end) => end && actors.add(end)));
    return { main, actors, lines: new Set(bright.map((line) => line.id)) };
  };
})(netgov);
