/* The menu of what can be saved, and the switch of languages. */

import { netgov } from "./base.js";
import { SAVINGS } from "./save.js";

const { make, button, word, byId } = netgov;
const opener = byId("save");
const menu = byId("menu");
const NAMES = { id: "Bahasa Indonesia", en: "English" };

function openMenu(open) {
  menu.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button").focus();
}

function act(work) {
  openMenu(false);
  opener.focus();
  work();
}

async function copyLink() {
  const link = netgov.link();
  try {
    await navigator.clipboard.writeText(link);
    netgov.say(word("link_copied"));
  } catch {
    netgov.say(link); // to be marked and copied by hand
  }
}

function build() {
  const entries = netgov.hasLink() ? { ...SAVINGS, copy_link: copyLink } : SAVINGS;
  netgov.refill(
    menu,
    ...Object.entries(entries).map(([key, work]) =>
      make(
        "li",
        {},
        button({ id: key }, () => act(work), word(key)),
      ),
    ),
  );
  const { lang } = netgov.data;
  const other = netgov.languages.find((one) => one !== lang);
  const toggle = byId("language");
  toggle.hidden = !other;
  if (!other) return;
  netgov.refill(
    toggle,
    make("span", { class: "wide" }, NAMES[other]),
    make("span", { class: "narrow", "aria-hidden": "true" }, other.toUpperCase()),
  );
  toggle.lang = other;
  toggle.setAttribute("aria-label", `${NAMES[other]}, ${other.toUpperCase()}`);
}

byId("language").addEventListener("click", () => {
  netgov.speakIn(netgov.languages.find((one) => one !== netgov.data.lang));
  netgov.rescope();
  netgov.tell("view");
});

opener.addEventListener("click", () => openMenu(menu.hidden));
document.addEventListener("pointerdown", (event) => {
  if (!menu.hidden && !byId("save").parentElement.contains(event.target)) openMenu(false);
});

// Whether there was a menu to close.
netgov.closeMenu = function () {
  if (menu.hidden) return false;
  act(() => {});
  return true;
};

netgov.on("language", build);
