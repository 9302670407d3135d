/* The same content as the map, as three sortable tables. */
(function (netgov) {
  "use strict";

  const { make, button, word, data } = netgov;
  const home = netgov.byId("tables");
  const tables = [];

  const link = (type, id, text) => button({ class: "link" }, () => netgov.pick(type, id), text);
  const actorLink = (id) => (id ? link("actor", id, netgov.actors.get(id).name) : "–");
  const nameOf = (id) => (id ? netgov.actors.get(id).name : "");
  const kindOf = (gap) => netgov.kinds.get(gap.kind).label;
  const text = (label, of) => ({ label, cell: of, sort: of });
  const asNumber = (value) => {
    const number = parseFloat(String(value).replace(",", "."));
    return Number.isNaN(number) ? null : number;
  };

  function signs(tie) {
    const items = tie.signs.map((sign) => make("li", {}, sign.text, " ",
      make("span", { class: "small" }, [sign.years, sign.strength, sign.citation].filter(Boolean).join(" · "))));
    return make("div", {}, tie.contested ? make("strong", { class: "flag" }, word("contested")) : null,
      items.length ? make("ul", { class: "signs" }, ...items) : "–");
  }

  const measureColumn = (measure, place) => ({
    label: measure.label, title: measure.plain, numeric: true,
    cell: (actor) => actor.values[place].text || "–",
    sort: (actor) => actor.values[place].value,
  });

  const KINDS = [
    {
      type: "actor", rows: data.actors, tab: "actors_tab", caption: "actors_caption",
      columns: () => [
        { label: word("actor"), width: "who", cell: (actor) => link("actor", actor.id, actor.name), sort: (actor) => actor.name },
        text(word("short"), (actor) => actor.short),
        text(word("sector"), (actor) => actor.sectorLabel),
        text(word("level"), (actor) => actor.levelLabel),
        ...data.measures.map(measureColumn),
      ],
    },
    {
      type: "tie", rows: data.ties, tab: "ties_tab", caption: "ties_caption",
      columns: () => [
        { label: word("from"), width: "who", cell: (tie) => actorLink(tie.source), sort: (tie) => nameOf(tie.source) },
        { label: word("to"), width: "who", cell: (tie) => actorLink(tie.target), sort: (tie) => nameOf(tie.target) },
        { label: word("layer"), cell: (tie) => link("tie", tie.id, tie.layerLabel), sort: (tie) => tie.layerLabel },
        { label: word("weight"), numeric: true, cell: (tie) => tie.weight || "–", sort: (tie) => asNumber(tie.weight) },
        text(word("strength"), (tie) => tie.strength),
        { label: word("evidence"), width: "wide", cell: signs, sort: (tie) => tie.signs.length },
      ],
    },
    {
      // The most pressing gaps first, as in the report.
      type: "gap", rows: data.gaps, tab: "gaps_tab", caption: "gaps_caption", first: 6,
      columns: () => [
        { label: word("actor"), width: "who", cell: (gap) => actorLink(gap.source), sort: (gap) => nameOf(gap.source) },
        { label: word("other_actor"), width: "who", cell: (gap) => actorLink(gap.target), sort: (gap) => nameOf(gap.target) },
        { label: word("kind"), width: "mid", cell: (gap) => link("gap", gap.id, kindOf(gap)), sort: kindOf },
        { label: word("gap"), width: "wide", cell: (gap) => gap.sentence, sort: (gap) => gap.sentence },
        { ...text(word("article"), (gap) => gap.article), width: "who" },
        { label: word("severity"), numeric: true, cell: (gap) => gap.severity || "–", sort: (gap) => asNumber(gap.severity) },
        { label: word("priority"), numeric: true, cell: (gap) => gap.priority || "–", sort: (gap) => gap.priorityValue },
        text(word("confidence"), (gap) => gap.confidence),
      ],
    },
  ];

  // Rows without a value come last in either direction.
  function order(column, down) {
    return (one, two) => {
      const [a, b] = [column.sort(one.row), column.sort(two.row)];
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
    heads.forEach((head) => head.setAttribute("aria-sort", "none"));
    heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
    table.lines.sort(order(table.columns[place], down));
    table.body.append(...table.lines.map((line) => line.element));
  }

  function bodyRow(columns, row) {
    return make("tr", {}, ...columns.map((column, place) => {
      const look = { class: column.numeric ? "numeric" : column.width };
      return place ? make("td", look, column.cell(row)) : make("th", { scope: "row", ...look }, column.cell(row));
    }));
  }

  function build(kind) {
    const table = { kind, columns: kind.columns(), caption: make("caption", {}), body: make("tbody", {}) };
    table.heads = table.columns.map((column, place) =>
      make("th", { scope: "col", "aria-sort": "none", class: column.numeric ? "numeric" : null, title: column.title },
        button({ class: "sort" }, () => sortBy(table, place), make("span", {}, column.label))));
    table.lines = kind.rows.map((row) => ({ row, element: bodyRow(table.columns, row) }));
    table.empty = make("p", { class: "small", hidden: true }, word("nothing"));
    table.tab = button({ class: "tab", role: "tab", id: `tab-${kind.type}`, "aria-controls": `table-${kind.type}` }, () => open(table));
    table.page = make("div", { class: "page", role: "tabpanel", id: `table-${kind.type}`, "aria-labelledby": `tab-${kind.type}`, tabindex: "0" },
      make("table", { class: "data" }, table.caption, make("thead", {}, make("tr", {}, ...table.heads)), table.body), table.empty);
    tables.push(table);
    sortBy(table, kind.first || 0);
  }

  function open(table) {
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
    const tabs = make("div", { class: "tabs", role: "tablist", "aria-label": word("table") }, ...tables.map((table) => table.tab));
    tabs.addEventListener("keydown", arrows);
    home.append(tabs, ...tables.map((table) => table.page));
    open(tables[0]);
    update();
  }

  function update() {
    tables.forEach((table) => {
      const shown = netgov.shown[`${table.kind.type}s`];
      table.lines.forEach((line) => { line.element.hidden = !shown.has(line.row.id); });
      const facts = { shown: netgov.number(shown.size), all: netgov.number(table.lines.length) };
      table.caption.textContent = word(table.kind.caption, facts);
      table.tab.textContent = `${word(table.kind.tab)} (${facts.shown})`;
      table.empty.hidden = shown.size > 0;
    });
  }

  netgov.on("scope", update);
  netgov.showTables = (on) => {
    if (on) ensure();
    home.hidden = !on;
  };
})(netgov);
