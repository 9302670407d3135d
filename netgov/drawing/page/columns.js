/* What the three tables tell, on the screen and in a file: each column stated once.
   `text` is what a file holds and what rows are sorted by, unless `sort` says otherwise;
   `cell` is what the screen shows, unless that is the text. */

import { netgov } from "./base.js";

const { make, button, word } = netgov;

const link = (type, id, text) => button({ class: "link" }, () => netgov.pick(type, id), text);
const nameOf = (id) => (id ? netgov.actors.get(id).name : "");

const textual = (label, text, more) => ({ label: word(label), text, ...more });
const numeric = (label, value, more) => ({
  label,
  numeric: true,
  text: (row) => (value(row) === null ? "" : netgov.number(value(row))),
  sort: value,
  ...more,
});
const body = (label, end) =>
  textual(label, (row) => nameOf(row[end]), {
    width: "who",
    cell: (row) => (row[end] ? link("actor", row[end], nameOf(row[end])) : "–"),
  });

const told = (sign) => [sign.years, sign.strength, sign.citation].filter(Boolean).join(" · ");

function signs(tie) {
  const items = tie.signs.map((sign) =>
    make("li", {}, sign.text, " ", make("span", { class: "small" }, told(sign))),
  );
  return make(
    "div",
    {},
    tie.contested ? make("strong", { class: "flag" }, word("contested")) : null,
    items.length ? make("ul", { class: "signs" }, ...items) : "–",
  );
}

const actorColumns = () => [
  textual("actor", (actor) => actor.name, {
    width: "who",
    cell: (actor) => link("actor", actor.id, actor.name),
  }),
  textual("short", (actor) => actor.short),
  textual("sector", (actor) => actor.sectorLabel),
  textual("level", (actor) => actor.levelLabel),
  ...netgov.data.measures.map((measure, place) =>
    numeric(measure.label, (actor) => actor.values[place], { title: measure.plain }),
  ),
];

const tieColumns = () => [
  body("from", "source"),
  body("to", "target"),
  textual("layer", (tie) => netgov.layers.get(tie.layer).label, {
    cell: (tie) => link("tie", tie.id, netgov.layers.get(tie.layer).label),
  }),
  textual("weight", (tie) => tie.weight, { numeric: true, sort: (tie) => tie.amount }),
  textual("strength", (tie) => tie.strength),
  textual("article", (tie) => tie.rule, { width: "who" }),
  textual(
    "evidence",
    (tie) =>
      (tie.contested ? [word("contested")] : [])
        .concat(
          tie.signs.map((sign) =>
            [sign.text, told(sign), sign.address].filter(Boolean).join(" · "),
          ),
        )
        .join("\n"),
    { width: "wide", cell: signs, sort: (tie) => tie.signs.length },
  ),
];

const gapColumns = () => [
  body("actor", "source"),
  body("other_actor", "target"),
  textual("kind", (gap) => netgov.kinds.get(gap.kind).label, {
    width: "mid",
    cell: (gap) => link("gap", gap.id, netgov.kinds.get(gap.kind).label),
  }),
  textual("gap", (gap) => gap.sentence, { width: "wide" }),
  textual("article", (gap) => gap.article, { width: "who" }),
  numeric(word("severity"), (gap) => gap.severity),
  numeric(word("priority"), (gap) => gap.priority),
  textual("confidence", (gap) => gap.confidence),
];

// `first` is the column by which a table is sorted at first: of gaps, the most pressing lead.
export const KINDS = [
  { type: "actor", tab: "actors_tab", caption: "actors_caption", columns: actorColumns, first: 0 },
  { type: "tie", tab: "ties_tab", caption: "ties_caption", columns: tieColumns, first: 0 },
  { type: "gap", tab: "gaps_tab", caption: "gaps_caption", columns: gapColumns, first: 6 },
];

export const shownRows = ({ type }) =>
  netgov.rows[type].filter((row) => netgov.shown[`${type}s`].has(row.id));
