/* The settings: layout, size and year, then the filters, which are also the legend. */

import { netgov } from "./base.js";

const { make, button, word } = netgov;
const side = netgov.byId("side");
let rows = [];
let parts = {};

/* ---- layout, size, year ---- */

function select(id, title, entries, field, act) {
  if (entries.length < 2) return null;
  const list = make(
    "select",
    { id },
    ...entries.map((entry, place) => make("option", { value: place }, entry.label)),
  );
  parts[field] = list;
  list.addEventListener("change", () => {
    netgov.choice[field] = Number(list.value);
    act();
    netgov.tell("view");
  });
  return make("div", { class: "setting" }, make("label", { for: id }, word(title)), list);
}

function yearSlider() {
  const { frames, untold } = netgov.data;
  if (frames.length < 2) return null;
  const slider = make("input", {
    id: "year",
    type: "range",
    min: 0,
    max: frames.length - 1,
    step: 1,
    value: netgov.choice.period,
  });
  const shown = make("output", { for: "year", class: "year" });
  const all = button({ class: "all" }, () => choose(0), word("all_years"));
  const choose = (place) => {
    netgov.choosePeriod(place);
    netgov.tell("view");
  };
  slider.addEventListener("input", () => choose(Number(slider.value)));
  parts.showYear = () => {
    const label = netgov.choice.period ? netgov.frame().key : word("all_years");
    slider.value = netgov.choice.period;
    slider.setAttribute("aria-valuetext", label);
    shown.textContent = label;
    all.hidden = !netgov.choice.period;
  };
  return make(
    "div",
    { class: "setting" },
    make("div", { class: "heads" }, make("label", { for: "year" }, word("year")), shown, all),
    slider,
    untold.length
      ? make("p", { class: "small" }, word("untold_years", { years: untold.join(", ") }))
      : null,
  );
}

/* ---- legend ---- */

function check(checked, change, ...label) {
  const box = make("input", { type: "checkbox" });
  box.checked = checked;
  box.addEventListener("change", () => {
    change(box.checked);
    netgov.rescope();
    netgov.tell("view");
  });
  return { box, row: make("label", { class: "check" }, box, ...label) };
}

const GROUPS = [
  { field: "layer", title: "layers", rows: "tie" },
  { field: "kind", title: "kinds", rows: "gap" },
  { field: "sector", title: "sectors", rows: "actor" },
];

function filter(group, entry) {
  const number = make("span", { class: "number" });
  const { box, row } = check(
    true,
    (on) => netgov.choice[group.field][on ? "add" : "delete"](entry.key),
    SAMPLES[group.field](entry),
    make("span", { class: "name" }, entry.label),
    number,
  );
  if (entry.says) row.title = entry.says;
  rows.push({ group, key: entry.key, box, number });
  return row;
}

const SAMPLES = {
  layer: (entry) => netgov.lineSample(entry, true),
  kind: (entry) => netgov.kindSample(entry),
  sector: (entry) => netgov.shapeSample(entry),
};

netgov.kindSample = function (kind) {
  const found = netgov.data.frames
    .flatMap((frame) => frame.gaps)
    .filter((gap) => gap.kind === kind.key);
  return found.some((gap) => !gap.target)
    ? netgov.ringSample(
        kind,
        found.some((gap) => gap.target),
      )
    : netgov.lineSample(kind);
};

function legend(group) {
  const entries = netgov.data[group.title];
  if (!entries.length) return null;
  return make(
    "fieldset",
    { class: "filters" },
    make("legend", {}, word(group.title)),
    ...entries.map((entry) => filter(group, entry)),
  );
}

/* ---- what stands below ---- */

function more(title, ...children) {
  return make("details", { class: "more" }, make("summary", {}, word(title)), ...children);
}

function meanings() {
  const { kinds } = netgov.data;
  if (!kinds.length) return null;
  const items = kinds.map((kind) =>
    make("div", {}, make("dt", {}, kind.label), make("dd", {}, kind.says)),
  );
  return more("kinds_meaning", make("dl", { class: "meaning" }, ...items));
}

function build() {
  const { data, choice } = netgov;
  rows = [];
  parts = {};
  const lonely = check(
    !choice.lonely,
    (on) => {
      choice.lonely = !on;
    },
    make("span", { class: "name" }, word("hide_lonely")),
  );
  parts.lonely = lonely.box;
  parts.reset = button(
    { class: "reset" },
    () => {
      netgov.resetChoice(true);
      netgov.rescope();
      netgov.tell("view");
    },
    word("reset"),
  );
  netgov.refill(
    side,
    ...[
      select("layout", "layout", data.layouts, "layout", netgov.fit),
      select("size", "size_by", data.measures, "size", () => netgov.tell("looks")),
      yearSlider(),
      ...GROUPS.map(legend),
      lonely.row,
      parts.reset,
      make("p", { class: "small reading" }, `${word("reading")} ${word("reading_more")}`),
      meanings(),
      data.sources ? more("sources", make("p", { class: "source" }, data.sources)) : null,
    ].filter(Boolean),
  );
}

function update() {
  const { choice, shown } = netgov;
  rows.forEach(({ group, key, box, number }) => {
    const all = netgov.rows[group.rows].filter((row) => row[group.field] === key);
    const drawn = all.filter((row) => shown[`${group.rows}s`].has(row.id)).length;
    box.checked = choice[group.field].has(key);
    number.textContent =
      drawn === all.length
        ? netgov.number(drawn)
        : `${netgov.number(drawn)}/${netgov.number(all.length)}`;
  });
  parts.lonely.checked = !choice.lonely;
  parts.reset.hidden = rows.every(({ box }) => box.checked) && choice.lonely;
  if (parts.showYear) parts.showYear();
  ["layout", "size"].forEach((field) => {
    if (parts[field]) parts[field].value = choice[field];
  });
  netgov.byId("counts").textContent = netgov.counts();
}

netgov.counts = () =>
  word(
    "counts",
    Object.fromEntries(
      ["actors", "ties", "gaps"].map((kind) => [kind, netgov.number(netgov.shown[kind].size)]),
    ),
  );

netgov.on("language", build);
netgov.on("scope", update);
