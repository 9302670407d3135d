/* What the reader takes away: the view as a picture, its tables as files, a page to print. */

import { netgov } from "./base.js";
import { KINDS, shownRows } from "./columns.js";
import { picture } from "./picture.js";

const PNG_WIDTH = 2600;
const BOM = "\ufeff"; // without it Excel misreads UTF-8

const asSvg = () =>
  new Blob([new XMLSerializer().serializeToString(picture())], { type: "image/svg+xml" });

function asPng() {
  const address = URL.createObjectURL(asSvg());
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = PNG_WIDTH;
      canvas.height = Math.round((PNG_WIDTH * image.height) / image.width);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob(resolve, "image/png");
    };
    image.onerror = reject;
    image.src = address;
  });
}

/* ---- a table ---- */

// A cell that a spreadsheet would take for a formula is text all the same.
const inert = (content) =>
  /^[\t\r]|^\s*[=+\-@|%]/.test(content.normalize("NFKC")) ? `'${content}` : content;
const quoted = (content) => `"${inert(content).replace(/"/g, '""')}"`;

function asCsv(kind) {
  const columns = kind.columns();
  const comma = netgov.number(0.5).includes(","); // then Excel parts cells by semicolons
  const line = (cells) => cells.map(quoted).join(comma ? ";" : ",");
  const { marks } = netgov.data; // what each row says of the data, on its way from this page
  const lines = [
    [...columns, ...marks].map(({ label }) => label),
    ...shownRows(kind).map((row) => [
      ...columns.map((column) => String(column.text(row))),
      ...marks.map(({ text }) => text),
    ]),
  ];
  return new Blob([BOM, lines.map(line).join("\r\n"), "\r\n"], { type: "text/csv" });
}

/* ---- handing out ---- */

window.addEventListener("beforeprint", () => {
  netgov.refill(netgov.byId("paper"), netgov.inTable ? "" : picture());
});

function hand(blob, suffix) {
  const anchor = document.createElement("a");
  const title = `${netgov.data.title} ${netgov.frame().key}`;
  const name = title
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  anchor.download = `${name || "netgov"}.${suffix}`;
  anchor.href = URL.createObjectURL(blob);
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}

const csv = (place) => () => hand(asCsv(KINDS[place]), `${KINDS[place].type}.csv`);

export const SAVINGS = {
  save_png: async () => hand(await asPng(), "png"),
  save_svg: () => hand(asSvg(), "svg"),
  save_actors: csv(0),
  save_ties: csv(1),
  save_gaps: csv(2),
  print: () => window.print(),
};
