/* The view in the page's address: whoever opens the link sees what its sender saw. */

import { netgov } from "./base.js";

const FIELDS = ["layer", "kind", "sector"];
const same = (one, other) => one.size === other.size && [...one].every((key) => other.has(key));

// Only what differs from the view that the page opens with.
function written() {
  const { choice, data, focus } = netgov;
  const parts = new URLSearchParams();
  if (data.lang !== netgov.languages[0]) parts.set("lang", data.lang);
  if (choice.period) parts.set("year", netgov.frame().key);
  if (choice.layout) parts.set("layout", data.layouts[choice.layout].key);
  if (netgov.measure().key !== data.sizedBy) parts.set("size", netgov.measure().key);
  FIELDS.filter((field) => !same(choice[field], netgov.usual(field))).forEach((field) =>
    parts.set(field, [...choice[field]].join(",")),
  );
  if (!choice.lonely) parts.set("lonely", "no");
  if (netgov.inTable) parts.set("view", "table");
  if (focus) parts.set(focus.type, keyOf(focus));
  return parts.toString();
}

// Lines are told by what they join, since their numbers differ from file to file.
function keyOf({ type, item }) {
  if (type === "actor") return item.id;
  return [item.kind || item.layer, item.source, item.target || ""].join("~");
}

const placeOf = (list, key, otherwise = 0) => {
  const place = list.findIndex((item) => item.key === key);
  return place < 0 ? otherwise : place;
};

// An address may say anything: what is not known is left out.
netgov.readLink = function () {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  const { choice } = netgov;
  const lang = parts.get("lang");
  netgov.focus = null;
  netgov.speakIn(netgov.languages.includes(lang) ? lang : netgov.languages[0]);
  const { data } = netgov;
  netgov.resetChoice();
  FIELDS.filter((field) => parts.has(field)).forEach((field) => {
    const known = data[`${field}s`].map((entry) => entry.key);
    choice[field] = new Set(
      parts
        .get(field)
        .split(",")
        .filter((key) => known.includes(key)),
    );
  });
  choice.lonely = parts.get("lonely") !== "no";
  choice.layout = placeOf(data.layouts, parts.get("layout"));
  choice.size = placeOf(data.measures, parts.get("size"), placeOf(data.measures, data.sizedBy));
  netgov.inTable = parts.get("view") === "table";
  netgov.choosePeriod(placeOf(data.frames, parts.get("year")));
  const type = ["actor", "tie", "gap"].find((kind) => parts.has(kind));
  const item =
    type && netgov.rows[type].find((one) => keyOf({ type, item: one }) === parts.get(type));
  return () => item && netgov.pick(type, item.id);
};

// A page in a frame of a notebook has no address to give away.
netgov.hasLink = () => /^(https?|file|content):/.test(document.URL);

netgov.link = () => {
  const hash = written();
  return `${document.URL.split("#")[0]}${hash && `#${hash}`}`;
};

netgov.on("view", () => {
  try {
    window.history.replaceState(null, "", netgov.link());
  } catch {
    // A page in a frame without an address of its own has no link to keep.
  }
});
