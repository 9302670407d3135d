/* Search by any name: full, short or alias. A combobox with a list, as ARIA describes it. */

import { netgov } from "./base.js";

const { make, word } = netgov;
const input = netgov.byId("search");
const list = netgov.byId("results");
const MOST = 8;
let found = [];
let matching = 0;
let active = -1;

const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
let entries = [];

// All bodies of all years, by their names of the year shown and of the whole.
function gather() {
  const { data, actors } = netgov;
  const whole = new Map(data.frames[0].actors.map((actor) => [actor.id, actor]));
  entries = data.actors.map((lasting) => {
    const former = whole.get(lasting.id);
    const actor = actors.get(lasting.id) || { ...lasting, ...former };
    const names = [actor.short, actor.name, former.short, former.name, ...actor.aliases];
    return { actor, names: names.map((name) => ({ name, plain: plain(name) })) };
  });
}

// 0 is best; null does not match.
function score(name, query) {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.includes(` ${query}`)) return 2;
  if (name.includes(query)) return 3;
  return query.split(/\s+/).every((part) => name.includes(part)) ? 4 : null;
}

function match({ actor, names }, query) {
  let best = null;
  names.forEach(({ name, plain: text }) => {
    const points = score(text, query);
    if (points !== null && (!best || points < best.points)) best = { actor, name, points };
  });
  return best;
}

function look() {
  const query = plain(input.value.trim());
  const matches = query === "" ? [] : entries.map((entry) => match(entry, query)).filter(Boolean);
  matching = matches.length;
  matches.sort(
    (one, two) => one.points - two.points || netgov.compare(one.actor.name, two.actor.name),
  );
  found = matches.slice(0, MOST);
  active = found.length ? 0 : -1;
  show(query !== "");
}

function option({ actor, name }, place) {
  const known = name === actor.name || name === actor.short;
  const said = known ? actor.short : name;
  const hint = netgov.actors.has(actor.id) ? said : `${said} · ${word("all_years")}`;
  const item = make(
    "li",
    { id: `result-${place}`, role: "option", "aria-selected": String(place === active) },
    netgov.shapeSample(netgov.sectors.get(actor.sector)),
    make("span", { class: "name" }, actor.name),
    make("span", { class: "small" }, hint),
  );
  // Before the input loses the focus, which would close the list.
  item.addEventListener("pointerdown", (event) => event.preventDefault());
  item.addEventListener("click", () => choose(place));
  return item;
}

function show(asked) {
  netgov.refill(list, ...found.map(option));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  if (active >= 0) {
    input.setAttribute("aria-activedescendant", `result-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
  input.classList.toggle("none", asked && !found.length);
  const told = found.length ? word("found", { count: netgov.number(matching) }) : word("not_found");
  netgov.say(asked ? told : "", !found.length);
}

function clear() {
  found = [];
  active = -1;
  show(false);
}

function choose(place) {
  const { actor } = found[place];
  input.value = "";
  clear();
  if (!netgov.actors.has(actor.id)) netgov.choosePeriod(0);
  netgov.pick("actor", actor.id);
}

function move(step) {
  if (!found.length) return look();
  active = (active + step + found.length) % found.length;
  return show(true);
}

input.addEventListener("input", look);
input.addEventListener("blur", clear);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    choose(active);
  } else if (event.key === "Escape" && input.value) {
    event.stopPropagation();
    input.value = "";
    clear();
  }
});

netgov.on("language", gather);
netgov.on("period", gather);
