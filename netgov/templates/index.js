"use strict";
// A click on a heading sorts; rows without a value stay below, whichever way.
const heads = [...document.querySelectorAll("thead th")];
const body = document.querySelector("tbody");
const text = new Intl.Collator(document.documentElement.lang, { numeric: true });

function sort(head, at, way) {
  const number = head.classList.contains("number");
  const value = (row) => row.cells[at].dataset.sort;
  const blank = (row) => Number(value(row) === "");
  const compare = (a, b) => (number ? a - b : text.compare(a, b));
  const rows = [...body.rows];
  rows.sort((a, b) => blank(a) - blank(b) || way * compare(value(a), value(b)));
  body.append(...rows);
}

heads.forEach((head, at) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const before = head.getAttribute("aria-sort");
    const first = head.classList.contains("number") ? "descending" : "ascending";
    const other = { ascending: "descending", descending: "ascending" };
    const now = before ? other[before] : first;
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", now);
    sort(head, at, now === "ascending" ? 1 : -1);
  });
});
