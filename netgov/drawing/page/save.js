/* What the reader takes away: the view as a picture, its tables as files, a page to print. */

import { netgov } from "./base.js";
import { KINDS, shownRows } from "./columns.js";
import { textWidth } from "./labels.js";

const { draw, word } = netgov;
const PNG_WIDTH = 2600;
const MARGIN = 24;
const BOM = "\ufeff"; // without it Excel misreads UTF-8

/* ---- a picture ---- */

const text = (x, y, size, content, more) =>
  draw("text", { x, y, "font-size": size, fill: "#1b2430", ...more }, content);

// The lines of a text that is at most so wide.
function wrapped(content, size, width) {
  const lines = [];
  let line = "";
  content.split(/\s+/).forEach((part) => {
    const longer = `${line} ${part}`.trim();
    if (line && textWidth(longer, size) > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  });
  return [...lines, line];
}

const paragraph = (content, top, size, width, more) => {
  const lines = wrapped(content, size, width);
  const parts = lines.map((line, turn) =>
    text(MARGIN, top + (turn + 1) * size * 1.35, size, line, more),
  );
  return { parts, bottom: top + lines.length * size * 1.35 };
};

function groundParts({ bands, patches, width }) {
  const grey = "#ecf1f6";
  const patched = patches.map(([x, y, right, bottom]) =>
    draw("rect", { x, y, width: right - x, height: bottom - y, rx: 14, fill: grey }),
  );
  return patched.concat(
    bands.flatMap((band, place) => [
      draw("rect", {
        y: band.top,
        width,
        height: band.bottom - band.top,
        fill: place % 2 ? "#fdfefe" : grey,
      }),
      text(9, band.top + 18, 12.5, band.label, { "font-weight": 600, fill: "#4a5a6c" }),
    ]),
  );
}

// The very curve that vis draws, cut where the mark at its end begins.
function lineParts(id) {
  const edge = netgov.network.body.edges[id];
  const { from, to, options } = edge;
  const via = options.smooth.enabled ? edge.edgeType.getViaNode() : from;
  const length = Math.hypot(to.x - via.x, to.y - via.y) || 1;
  const [across, down] = [(to.x - via.x) / length, (to.y - via.y) / length];
  const reach = to.options.size + 1;
  const [x, y] = [to.x - across * reach, to.y - down * reach];
  const shape = (...points) => points.map((point) => point.toFixed(1)).join(" ");
  const colour = options.color.color;
  const curve = via === from ? "L" : `Q${shape(via.x, via.y)} `;
  const look = {
    stroke: colour,
    fill: "none",
    "stroke-width": options.width,
    opacity: options.color.opacity,
  };
  const dash = options.dashes || null;
  const head = [x - across * 8, y - down * 8];
  return [
    draw("path", {
      d: `M${shape(from.x, from.y)}${curve}${shape(x, y)}`,
      ...look,
      "stroke-dasharray": dash && dash.join(" "),
    }),
    draw("path", {
      d: `M${shape(x, y)}L${shape(head[0] + down * 3, head[1] - across * 3)} ${shape(head[0] - down * 3, head[1] + across * 3)}z`,
      fill: colour,
      opacity: options.color.opacity,
    }),
  ];
}

function markParts(actor) {
  const { x, y, options } = netgov.network.body.nodes[actor.id];
  const radius = netgov.radius(actor);
  const sample = netgov.shapeSample(netgov.sectors.get(actor.sector)).firstChild;
  // The marks of the legend are drawn in a box of 18 with some air.
  const scale = radius / 7.4;
  sample.setAttribute(
    "transform",
    `translate(${x} ${y}) scale(${scale.toFixed(3)}) translate(-9 -9)`,
  );
  sample.setAttribute("opacity", options.opacity);
  const rings = (netgov.rings().get(actor.id) || []).map((gap, turn) =>
    draw("circle", {
      cx: x,
      cy: y,
      r: radius * 1.15 + 6 + turn * 5,
      fill: "none",
      "stroke-width": 2.2,
      stroke: netgov.kinds.get(gap.kind).colour,
      "stroke-dasharray": "7 4",
    }),
  );
  return [sample, ...rings];
}

function nameParts(actor) {
  const { x, y, options } = netgov.network.body.nodes[actor.id];
  const { size } = options.font;
  const halo = {
    stroke: "#fff",
    "stroke-width": 3,
    "paint-order": "stroke",
    "text-anchor": "middle",
  };
  const top = y + netgov.radius(actor) + size + 2;
  return options.label
    ? options.label
        .split("\n")
        .map((line, turn) => text(x, top + turn * size * 1.1, size, line, halo))
    : [];
}

// One row after the other: what each colour, shape and dash means.
function legendParts(top, width) {
  const { data, choice } = netgov;
  const entries = [
    ...data.sectors
      .filter((entry) => choice.sector.has(entry.key))
      .map((entry) => [netgov.shapeSample(entry), entry]),
    ...data.layers
      .filter((entry) => choice.layer.has(entry.key))
      .map((entry) => [netgov.lineSample(entry, true), entry]),
    ...data.kinds
      .filter((entry) => choice.kind.has(entry.key))
      .map((entry) => [netgov.kindSample(entry), entry]),
  ];
  let [x, y] = [MARGIN, top];
  const parts = entries.flatMap(([sample, { label }]) => {
    const room = Number(sample.getAttribute("width")) + 6 + textWidth(label, 12.5) + 20;
    if (x > MARGIN && x + room > width - MARGIN) [x, y] = [MARGIN, y + 24];
    sample.setAttribute("x", x);
    sample.setAttribute("y", y);
    const words = text(x + Number(sample.getAttribute("width")) + 6, y + 13.5, 12.5, label);
    x += room;
    return [sample, words];
  });
  return { parts, bottom: y + 24 };
}

// The view as it is: period, filters, layout, sizes; whole, wherever the reader has zoomed.
netgov.picture = function () {
  const { data, rows, shown } = netgov;
  const ground = netgov.ground();
  const width = Math.max(ground.width, 700);
  const soft = { fill: "#4a5a6c" };
  const title = paragraph(data.title, 12, 20, width - 2 * MARGIN, { "font-weight": 700 });
  const about = `${netgov.frame().key} · ${netgov.counts()} · ${word("size_by")}: ${netgov.measure().label}`;
  const under = paragraph(about, title.bottom + 2, 12.5, width - 2 * MARGIN, soft);
  const top = under.bottom + 14;
  const actors = rows.actor.filter((actor) => shown.actors.has(actor.id));
  const lines = [...shown.ties, ...shown.gaps].filter((id) => netgov.network.body.edges[id]);
  const legend = legendParts(top + ground.height + 12, width);
  const notice = paragraph(data.notice, legend.bottom, 12, width - 2 * MARGIN, soft);
  const sources = data.sources
    ? paragraph(
        `${word("sources")}: ${data.sources}`,
        notice.bottom + 4,
        10,
        width - 2 * MARGIN,
        soft,
      )
    : { parts: [], bottom: notice.bottom };
  const height = Math.ceil(sources.bottom + 14);
  return draw(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": netgov.FONT,
    },
    draw("title", {}, `${data.title} · ${netgov.frame().key}`),
    draw("rect", { width, height, fill: "#fff" }),
    ...title.parts,
    ...under.parts,
    draw(
      "g",
      { transform: `translate(0 ${top})` },
      ...groundParts(ground),
      ...lines.flatMap(lineParts),
      ...actors.flatMap(markParts),
      ...actors.flatMap(nameParts),
    ),
    ...legend.parts,
    ...notice.parts,
    ...sources.parts,
  );
};

const asSvg = () =>
  new Blob([new XMLSerializer().serializeToString(netgov.picture())], { type: "image/svg+xml" });

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
const inert = (content) => (/^[=+\-@|%\t\r]/.test(content) ? `'${content}` : content);
const quoted = (content) => `"${inert(content).replace(/"/g, '""')}"`;

function asCsv(kind) {
  const columns = kind.columns();
  const comma = netgov.number(0.5).includes(","); // then Excel parts cells by semicolons
  const line = (cells) => cells.map(quoted).join(comma ? ";" : ",");
  const lines = [
    columns.map((column) => column.label),
    ...shownRows(kind).map((row) => columns.map((column) => String(column.text(row)))),
  ];
  return new Blob([BOM, lines.map(line).join("\r\n"), "\r\n"], { type: "text/csv" });
}

/* ---- handing out ---- */

window.addEventListener("beforeprint", () => {
  netgov.byId("paper").replaceChildren(netgov.inTable ? "" : netgov.picture());
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
