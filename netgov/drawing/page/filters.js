/* The filters, which are also the legend, and the line of counts. */
(function (netgov) {
  "use strict";

  const { make, word, data } = netgov;
  const side = netgov.byId("side");
  const rows = [];

  const count = (list, key, field) => list.filter((row) => row[field] === key).length;
  const countShown = (list, shown, key, field) => list.filter((row) => row[field] === key && shown.has(row.id)).length;

  function check(checked, change, ...label) {
    const box = make("input", { type: "checkbox" });
    box.checked = checked;
    box.addEventListener("change", () => {
      change(box.checked);
      netgov.rescope();
    });
    return { box, row: make("label", { class: "check" }, box, ...label) };
  }

  function filter(group, entry, sample) {
    const number = make("span", { class: "number" });
    const { box, row } = check(true, (on) => netgov.choice[group.field][on ? "add" : "delete"](entry.key),
      sample, make("span", { class: "name" }, entry.label), number);
    if (entry.says) row.title = entry.says;
    rows.push({ group, key: entry.key, box, number, all: count(group.list, entry.key, group.field) });
    return row;
  }

  function legend(group, entries, sample) {
    if (!entries.length) return null;
    return make("fieldset", { class: "filters" }, make("legend", {}, group.title),
      ...entries.map((entry) => filter(group, entry, sample(entry))));
  }

  function kindSample(kind) {
    const has = (test) => data.gaps.some((gap) => gap.kind === kind.key && test(gap));
    return has((gap) => !gap.target) ? netgov.ringSample(kind, has((gap) => gap.target)) : netgov.lineSample(kind);
  }

  const lonely = check(false, (on) => { netgov.choice.lonely = !on; }, make("span", { class: "name" }, word("hide_lonely")));
  const reset = netgov.button({ class: "reset" }, () => {
    netgov.resetChoice(true);
    netgov.rescope();
  }, word("reset"));

  function meanings() {
    const says = data.kinds.filter((kind) => kind.says);
    if (!says.length) return null;
    return make("details", { class: "more" }, make("summary", {}, word("kinds_meaning")),
      make("dl", { class: "meaning" }, ...says.map((kind) =>
        make("div", {}, make("dt", {}, kind.label), make("dd", {}, kind.says)))));
  }

  const groups = [
    { field: "layer", title: word("layers"), list: data.ties, shown: "ties" },
    { field: "kind", title: word("kinds"), list: data.gaps, shown: "gaps" },
    { field: "sector", title: word("sectors"), list: data.actors, shown: "actors" },
  ];
  const sources = data.sources &&
    make("details", { class: "more" }, make("summary", {}, word("sources")), make("p", { class: "source" }, data.sources));

  side.append(...[
    legend(groups[0], data.layers, (layer) => netgov.lineSample(layer, true)),
    legend(groups[1], data.kinds, kindSample),
    legend(groups[2], data.sectors, netgov.shapeSample),
    lonely.row, reset, meanings(), sources,
  ].filter(Boolean));

  function update() {
    const { choice, shown } = netgov;
    rows.forEach(({ group, key, box, number, all }) => {
      const drawn = countShown(group.list, shown[group.shown], key, group.field);
      box.checked = choice[group.field].has(key);
      number.textContent = drawn === all ? netgov.number(all) : `${netgov.number(drawn)}/${netgov.number(all)}`;
    });
    lonely.box.checked = !choice.lonely;
    reset.hidden = rows.every(({ box }) => box.checked) && choice.lonely;
    netgov.byId("counts").textContent = word("counts", {
      actors: netgov.number(shown.actors.size), ties: netgov.number(shown.ties.size), gaps: netgov.number(shown.gaps.size),
    });
  }

  netgov.on("scope", update);
})(netgov);
