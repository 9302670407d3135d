/* The data of the page: unpacked in one language at a time. netgov/drawing/packing.py packs. */

import { netgov } from "./base.js";

const { languages, values, tree } = JSON.parse(document.getElementById("data").textContent);

const isBranch = (value) => value !== null && typeof value === "object";

function unpacked(part, place) {
  if (typeof part === "number") {
    const value = values[part];
    if (Array.isArray(value)) return value[place];
    return isBranch(value) ? unpacked(value[""], place) : value;
  }
  if (Array.isArray(part)) return part.map((item) => unpacked(item, place));
  if (part.rows && "" in part) return table(part, place);
  return Object.fromEntries(
    Object.entries(part).map(([key, item]) => [key, unpacked(item, place)]),
  );
}

function table({ "": keys, rows }, place) {
  return rows.map((row) =>
    Object.fromEntries(row.map((item, turn) => [keys[turn], unpacked(item, place)])),
  );
}

netgov.languages = languages;

netgov.speakIn = function (lang) {
  netgov.data = unpacked(tree, Math.max(0, languages.indexOf(lang)));
  netgov.tell("language");
};
