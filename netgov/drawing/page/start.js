/* Puts the words in, ties the controls together and starts. */

import "./engine.js";
import { netgov } from "./base.js";
import "./data.js";
import "./scope.js";
import "./map.js";
import "./camera.js";
import "./panel.js";
import "./filters.js";
import "./search.js";
import "./tables.js";
import "./menu.js";
import "./links.js";

const { byId, word } = netgov;
const drawer = byId("drawer");
const app = byId("app");

function speak() {
  const { data } = netgov;
  document.documentElement.lang = data.lang;
  app.querySelectorAll("[data-word]").forEach((element) => {
    element.textContent = word(element.dataset.word);
  });
  app.querySelectorAll("[data-label]").forEach((element) => {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
  });
  byId("save").setAttribute("aria-label", word("save"));
  byId("search").placeholder = word("search_hint");
  byId("title").textContent = data.title;
  byId("notice").textContent = data.notice;
  netgov.say("");
}

function entitle() {
  const { title } = netgov.data;
  const { key } = netgov.frame();
  const said = !netgov.choice.period && title.includes(key);
  byId("period").textContent = said ? "" : key;
  byId("title").title = title; // where it is cut
  document.title = `${title} · ${key}`;
}

// A short word to those who look and those who listen; it goes away by itself.
let silence = 0;
netgov.say = function (text, seen = true) {
  byId("say").textContent = text;
  byId("say").classList.toggle("seen", seen && text !== "");
  clearTimeout(silence);
  silence = setTimeout(() => byId("say").classList.remove("seen"), 6000);
};

function show() {
  const table = Boolean(netgov.inTable);
  byId("to-map").setAttribute("aria-pressed", String(!table));
  byId("to-table").setAttribute("aria-pressed", String(table));
  byId("map").hidden = table;
  netgov.showTables(table);
  document.body.classList.toggle("in-table", table);
  if (!table) netgov.resize();
}

function view(inTable) {
  netgov.inTable = inTable;
  show();
  netgov.tell("view");
}

function openDrawer(open) {
  drawer.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-drawer", open);
  if (open) byId("side").querySelector("select, input").focus();
  else drawer.focus();
}

const drawerIsOpen = () => document.body.classList.contains("with-drawer");

drawer.addEventListener("click", () => openDrawer(!drawerIsOpen()));
byId("main").addEventListener("pointerdown", () => {
  if (drawerIsOpen()) openDrawer(false);
});
byId("to-map").addEventListener("click", () => view(false));
byId("to-table").addEventListener("click", () => view(true));
byId("zoom-in").addEventListener("click", () => netgov.zoom(1.25));
byId("zoom-out").addEventListener("click", () => netgov.zoom(0.8));
byId("zoom-fit").addEventListener("click", () => netgov.fit());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || netgov.closeMenu()) return;
  if (drawerIsOpen() && netgov.isNarrow()) openDrawer(false);
  else if (netgov.focus) netgov.closePanel();
});

netgov.on("language", () => {
  speak();
  entitle();
});
netgov.on("period", entitle);

function open() {
  const pick = netgov.readLink();
  netgov.fit();
  show();
  pick();
}

// Hidden until now, so that without scripts only the plain picture shows.
app.hidden = false;
open();
netgov.watch();
window.addEventListener("hashchange", open);
const ready = () => {
  document.documentElement.dataset.ready = "1";
};
if (netgov.inTable) ready();
else netgov.drawn(ready);
