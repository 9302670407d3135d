/* Puts the words in, ties the controls together and starts. */
(function (netgov) {
  "use strict";

  const { byId, word, data } = netgov;
  const drawer = byId("drawer");

  function speak() {
    document.querySelectorAll("[data-word]").forEach((element) => { element.textContent = word(element.dataset.word); });
    document.querySelectorAll("[data-label]").forEach((element) => {
      element.setAttribute("aria-label", word(element.dataset.label));
      if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
    });
    byId("search").placeholder = word("search_hint");
    byId("title").textContent = data.title;
    byId("period").textContent = data.title.includes(data.period) ? "" : data.period;
    byId("notice").textContent = data.notice;
  }

  function view(name) {
    const onMap = name === "map";
    byId("to-map").setAttribute("aria-pressed", String(onMap));
    byId("to-table").setAttribute("aria-pressed", String(!onMap));
    byId("map").hidden = !onMap;
    netgov.showTables(!onMap);
    document.body.classList.toggle("in-table", !onMap);
    if (onMap) netgov.resize();
  }

  function openDrawer(open) {
    drawer.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-drawer", open);
    if (open) byId("side").querySelector("input").focus();
    else drawer.focus();
  }

  const drawerIsOpen = () => document.body.classList.contains("with-drawer");

  drawer.addEventListener("click", () => openDrawer(!drawerIsOpen()));
  byId("main").addEventListener("pointerdown", () => {
    if (drawerIsOpen()) openDrawer(false);
  });
  byId("to-map").addEventListener("click", () => view("map"));
  byId("to-table").addEventListener("click", () => view("table"));
  byId("zoom-in").addEventListener("click", () => netgov.zoom(1.25));
  byId("zoom-out").addEventListener("click", () => netgov.zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => netgov.fit());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drawerIsOpen()) openDrawer(false);
    else if (netgov.focus) netgov.closePanel();
  });

  speak();
  netgov.resetChoice();
  netgov.rescope();
  netgov.resize();
  netgov.drawn(() => { document.documentElement.dataset.ready = "1"; });
})(netgov);
