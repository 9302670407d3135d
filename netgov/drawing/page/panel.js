/* The panel on the right (a sheet on a phone): one actor, one tie or one gap. */

import { netgov } from "./base.js";

const { make, button, word } = netgov;
const panel = netgov.byId("panel");
let opener = null;

const actorName = (id) => netgov.actors.get(id).name;
const go = (type, id) => () => netgov.pick(type, id, netgov.focus);
const actorLink = (id) => button({ class: "link" }, go("actor", id), actorName(id));

function section(title, ...children) {
  return make("section", { class: "part" }, make("h3", {}, title), ...children);
}

function facts(pairs) {
  const list = make("dl", { class: "facts" });
  pairs
    .filter(([, value]) => value)
    .forEach(([term, value]) => {
      list.append(make("div", {}, make("dt", {}, term), make("dd", {}, value)));
    });
  return list;
}

const heading = (text, mark, line) => [
  make("h2", { id: "panel-title", tabindex: "-1" }, text),
  make("p", { class: "under" }, mark, make("span", {}, line)),
];

/* ---- actor ---- */

function rank(actor, place) {
  if (actor.ranks[place] === null) return "";
  const all = netgov.rows.actor.filter((other) => other.ranks[place] !== null).length;
  return word("rank", { rank: netgov.number(actor.ranks[place]), all: netgov.number(all) });
}

function values(actor) {
  const { measures } = netgov.data;
  const rows = measures.map((measure, place) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, measure.label),
      make("td", { class: "value" }, netgov.orDash(actor.values[place])),
      make("td", { class: "rank" }, rank(actor, place)),
    ),
  );
  const meaning = measures.map((measure) =>
    make("div", {}, make("dt", {}, measure.label), make("dd", {}, measure.plain)),
  );
  return make(
    "section",
    { class: "part" },
    make(
      "table",
      { class: "values" },
      make("caption", { class: "unseen" }, word("values")),
      make("tbody", {}, ...rows),
    ),
    make(
      "details",
      { class: "more" },
      make("summary", {}, word("meaning")),
      make("dl", { class: "meaning" }, ...meaning),
    ),
  );
}

function gapItem(gap, id) {
  const kind = netgov.kinds.get(gap.kind);
  const other = gap.target && (gap.source === id ? gap.target : gap.source);
  const priority = word("priority_is", { priority: netgov.number(gap.priority) });
  const small = [gap.article, priority].filter(Boolean).join(" · ");
  return make(
    "li",
    { class: "gap" },
    make(
      "span",
      { class: "kind" },
      gap.target ? netgov.lineSample(kind) : netgov.ringSample(kind),
      kind.label,
    ),
    button({ class: "link" }, go("gap", gap.id), gap.sentence),
    other ? make("span", { class: "with" }, `${word("other_actor")}: `, actorLink(other)) : null,
    make("span", { class: "small" }, small),
  );
}

function tieItem(tie, other) {
  const layer = netgov.layers.get(tie.layer);
  const text = tie.weight
    ? `${netgov.layers.get(tie.layer).label} ${tie.weight}`
    : netgov.layers.get(tie.layer).label;
  return make(
    "li",
    { class: "row" },
    actorLink(other),
    button(
      {
        class: "evidence",
        "aria-label": word("open_tie", {
          actor: actorName(other),
          layer: text, // what is seen begins what is heard
        }),
      },
      go("tie", tie.id),
      netgov.lineSample(layer, true),
      text,
    ),
  );
}

function list(title, items, build) {
  if (!items.length) return null;
  return section(
    `${title} (${netgov.number(items.length)})`,
    make("ul", { class: "list" }, ...items.map(build)),
  );
}

function actorPanel(actor) {
  const lines = netgov.linesOf(actor.id);
  const drawn = (set) => (line) => set.has(line.id);
  const gaps = lines.gaps.filter(drawn(netgov.shown.gaps));
  const gives = lines.gives.filter(drawn(netgov.shown.ties));
  const receives = lines.receives.filter(drawn(netgov.shown.ties));
  const count = (...lists) => lists.reduce((sum, list) => sum + list.length, 0);
  const hidden = count(lines.gaps, lines.gives, lines.receives) - count(gaps, gives, receives);
  return [
    ...heading(
      actor.name,
      netgov.shapeSample(netgov.sectors.get(actor.sector)),
      `${actor.levelLabel} · ${actor.sectorLabel}`,
    ),
    actor.note ? make("p", { class: "remark" }, actor.note) : null,
    values(actor),
    list(word("gaps_of"), gaps, (gap) => gapItem(gap, actor.id)),
    list(word("gives"), gives, (tie) => tieItem(tie, tie.target)),
    list(word("receives"), receives, (tie) => tieItem(tie, tie.source)),
    gives.length + receives.length ? null : make("p", { class: "small" }, word("no_ties")),
    hidden
      ? make("p", { class: "small" }, word("hidden_lines", { count: netgov.number(hidden) }))
      : null,
    about(actor),
  ];
}

function about(actor) {
  if (!actor.about && !actor.aliases.length) return null;
  return section(
    word("about"),
    make("p", { class: "about" }, actor.about),
    actor.aliases.length
      ? make("p", { class: "small" }, word("aliases", { names: actor.aliases.join(", ") }))
      : null,
  );
}

/* ---- tie and gap ---- */

const ends = (line) =>
  make(
    "dl",
    { class: "ends" },
    make(
      "div",
      {},
      make("dt", {}, word(line.target ? "from" : "actor")),
      make("dd", {}, actorLink(line.source)),
    ),
    line.target
      ? make("div", {}, make("dt", {}, word("to")), make("dd", {}, actorLink(line.target)))
      : null,
  );

function sign(statement) {
  const small = [statement.years, statement.strength].filter(Boolean).join(" · ");
  return make(
    "li",
    { class: "sign" },
    make("p", {}, statement.text),
    make("p", { class: "small" }, small),
    make("p", { class: "cite" }, statement.citation),
    statement.address ? make("p", { class: "address" }, statement.address) : null,
  );
}

function tiePanel(tie) {
  return [
    ...heading(
      word("tie_title", {
        source: netgov.actors.get(tie.source).short,
        target: netgov.actors.get(tie.target).short,
      }),
      netgov.lineSample(netgov.layers.get(tie.layer), true),
      netgov.layers.get(tie.layer).label,
    ),
    ends(tie),
    facts([
      [word("weight"), tie.weight],
      [word("strength"), tie.strength],
      [word("article"), tie.rule],
    ]),
    tie.contested ? make("p", { class: "remark" }, word("contested_says")) : null,
    list(word("evidence"), tie.signs, sign),
    tie.signs.length ? null : make("p", { class: "small" }, word("no_evidence")),
  ];
}

function gapPanel(gap) {
  const kind = netgov.kinds.get(gap.kind);
  return [
    ...heading(
      kind.label,
      gap.target ? netgov.lineSample(kind) : netgov.ringSample(kind),
      word("gap"),
    ),
    make("p", { class: "about" }, gap.sentence),
    ends(gap),
    facts([
      [word("article"), gap.article],
      [word("severity"), word("of", { value: netgov.number(gap.severity), most: 1 })],
      [word("priority"), word("of", { value: netgov.number(gap.priority), most: 100 })],
      [word("confidence"), gap.confidence],
    ]),
    make("p", { class: "small" }, kind.says),
    gap.note ? section(word("notes"), make("p", { class: "about" }, gap.note)) : null,
  ];
}

const PANELS = { actor: actorPanel, tie: tiePanel, gap: gapPanel };

function close() {
  netgov.unpick();
  if (opener && opener.isConnected) opener.focus();
  else netgov.byId("canvas").focus();
  opener = null;
}

function bar() {
  return make(
    "div",
    { class: "bar" },
    netgov.focus.from
      ? button({ class: "back" }, netgov.back, `← ${word("back")}`)
      : make("span", {}),
    button({ class: "close", "aria-label": word("close") }, close, "×"),
  );
}

function render() {
  netgov.refill(panel, bar(), ...PANELS[netgov.focus.type](netgov.focus.item).filter(Boolean));
}

function openPanel(open) {
  panel.hidden = !open;
  document.body.classList.toggle("with-panel", open);
}

netgov.on("focus", () => {
  const opened = panel.hidden && netgov.focus;
  if (opened) opener = document.activeElement === document.body ? null : document.activeElement;
  openPanel(Boolean(netgov.focus));
  if (netgov.focus) {
    render();
    panel.scrollTop = 0;
    netgov.byId("panel-title").focus({ preventScroll: true });
  }
  netgov.tell("view");
  if (opened || !netgov.focus) netgov.resize();
  else netgov.followFocus();
});

// The reader is at another control; the panel follows without taking the keyboard away.
netgov.on("scope", () => {
  if (netgov.focus && netgov.isShown(netgov.focus)) render();
  else if (netgov.focus) netgov.unpick();
  else if (!panel.hidden) {
    openPanel(false);
    netgov.resize();
  }
});

netgov.on("language", () => {
  if (netgov.focus) render();
});

netgov.closePanel = close;
