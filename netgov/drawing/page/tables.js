/* The same content as the map, as three sortable tables. */

import { netgov } from "./base.js";
import { KINDS } from "./columns.js";

const { make, button, word } = netgov;
const home = netgov.byId("tables");
let tables = [];
let opened = "actor";
const sorted = new Map(); // by column and direction, also after a change of year or language

// Rows without a value come last in either direction.
function order(column, down) {
  const worth = column.sort || column.text;
  return (one, two) => {
    const [a, b] = [worth(one.row), worth(two.row)];
    const blank = (value) => value === null || value === undefined || value === "";
    if (blank(a) || blank(b)) return blank(a) - blank(b);
    const step = typeof a === "number" ? a - b : netgov.compare(a, b);
    return down ? -step : step;
  };
}

function sortBy(table, place) {
  const heads = table.heads;
  const before = heads[place].getAttribute("aria-sort");
  // Numbers are first asked for from the top.
  const down = before === "none" ? Boolean(table.columns[place].numeric) : before === "ascending";
  arrange(table, place, down);
}

function arrange(table, place, down) {
  const { heads } = table;
  sorted.set(table.kind, [place, down]);
  heads.forEach((head) => head.setAttribute("aria-sort", "none"));
  heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
  table.lines.sort(order(table.columns[place], down));
  table.body.append(...table.lines.map((line) => line.element));
}

function bodyRow(columns, row) {
  return make(
    "tr",
    {},
    ...columns.map((column, place) => {
      const look = { class: column.numeric ? "numeric" : column.width };
      const cell = column.cell ? column.cell(row) : column.text(row) || "–";
      return place ? make("td", look, cell) : make("th", { scope: "row", ...look }, cell);
    }),
  );
}

function build(kind) {
  const table = {
    kind,
    columns: kind.columns(),
    caption: make("caption", {}),
    body: make("tbody", {}),
  };
  table.heads = table.columns.map((column, place) =>
    make(
      "th",
      {
        scope: "col",
        "aria-sort": "none",
        class: column.numeric ? "numeric" : null,
        title: column.title,
      },
      button({ class: "sort" }, () => sortBy(table, place), make("span", {}, column.label)),
    ),
  );
  table.lines = netgov.rows[kind.type].map((row) => ({
    row,
    element: bodyRow(table.columns, row),
  }));
  table.empty = make("p", { class: "small", hidden: true }, word("nothing"));
  table.tab = button(
    { class: "tab", role: "tab", id: `tab-${kind.type}`, "aria-controls": `table-${kind.type}` },
    () => open(table),
  );
  table.page = make(
    "div",
    {
      class: "page",
      role: "tabpanel",
      id: `table-${kind.type}`,
      "aria-labelledby": `tab-${kind.type}`,
      tabindex: "0",
    },
    make(
      "table",
      { class: "data" },
      table.caption,
      make("thead", {}, make("tr", {}, ...table.heads)),
      table.body,
    ),
    table.empty,
  );
  tables.push(table);
  if (sorted.has(kind)) arrange(table, ...sorted.get(kind));
  else sortBy(table, kind.first);
}

function open(table) {
  opened = table.kind.type;
  tables.forEach((other) => {
    other.page.hidden = other !== table;
    other.tab.setAttribute("aria-selected", String(other === table));
    other.tab.tabIndex = other === table ? 0 : -1;
  });
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = tables.findIndex((table) => table.tab === document.activeElement);
  const next = tables[(at + step + tables.length) % tables.length];
  open(next);
  next.tab.focus();
}

// Built when first asked for: most readers of a large network stay on the map.
function ensure() {
  if (tables.length) return;
  KINDS.forEach(build);
  const tabs = make(
    "div",
    { class: "tabs", role: "tablist", "aria-label": word("table") },
    ...tables.map((table) => table.tab),
  );
  tabs.addEventListener("keydown", arrows);
  netgov.refill(home, tabs, ...tables.map((table) => table.page));
  open(tables.find((table) => table.kind.type === opened) || tables[0]);
  update();
}

function update() {
  tables.forEach((table) => {
    const shown = netgov.shown[`${table.kind.type}s`];
    table.lines.forEach((line) => {
      line.element.hidden = !shown.has(line.row.id);
    });
    const facts = { shown: netgov.number(shown.size), all: netgov.number(table.lines.length) };
    table.caption.textContent = word(table.kind.caption, facts);
    table.tab.textContent = `${word(table.kind.tab)} (${facts.shown})`;
    table.empty.hidden = shown.size > 0;
  });
}

// Other rows, or the same in other words.
function renew() {
  tables = [];
  if (!home.hidden) ensure();
}

netgov.on("language", renew);
netgov.on("period", renew);
netgov.on("scope", update);
netgov.showTables = (on) => {
  home.hidden = !on;
  if (on) ensure();
};
