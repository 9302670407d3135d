/* The view as a picture to take away: an SVG with title, legend and sources. */

import { netgov } from "./base.js";
import { textWidth } from "./labels.js";

const { draw, word } = netgov;
const MARGIN = 24;
const SOFT = { fill: "#4a5a6c" };

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

// Paragraphs below each other, each a text with its size and looks.
function stacked(top, width, paragraphs) {
  let bottom = top;
  const parts = paragraphs
    .filter(([content]) => content)
    .flatMap(([content, size, more]) => {
      const lines = wrapped(content, size, width - 2 * MARGIN);
      const first = bottom + size;
      bottom += lines.length * size * 1.35 + 4;
      return lines.map((line, turn) => text(MARGIN, first + turn * size * 1.35, size, line, more));
    });
  return { parts, bottom };
}

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
  // Faded as on the screen where something else is picked.
  sample.setAttribute("fill", options.color.background);
  sample.setAttribute("stroke", options.color.border);
  const lit = netgov.lit();
  const rings = (netgov.rings().get(actor.id) || []).map((gap, turn) =>
    draw("circle", {
      cx: x,
      cy: y,
      r: radius * 1.15 + 6 + turn * 5,
      fill: "none",
      "stroke-width": 2.2,
      stroke: netgov.kinds.get(gap.kind).colour,
      "stroke-dasharray": "7 4",
      opacity: !lit || lit.lines.has(gap.id) ? 0.95 : 0.05,
    }),
  );
  return [sample, ...rings];
}

function nameParts(actor) {
  const { x, y, options } = netgov.network.body.nodes[actor.id];
  const { size, color, strokeWidth } = options.font;
  const halo = {
    fill: color,
    stroke: "#fff",
    "stroke-width": strokeWidth,
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

function about() {
  const { focus } = netgov;
  const picked = focus && focus.type === "actor" && focus.item.name;
  return [
    netgov.frame().key,
    netgov.counts(),
    `${word("size_by")}: ${netgov.measure().label}`,
    picked && word("picked", { actor: picked }),
  ]
    .filter(Boolean)
    .join(" · ");
}

// The view as it is: period, filters, layout, sizes, what is picked; whole, at any zoom.
export function picture() {
  const { data, rows, shown } = netgov;
  const ground = netgov.ground();
  const width = Math.max(ground.width, 700);
  const head = stacked(12, width, [
    [data.title, 20, { "font-weight": 700 }],
    [about(), 12.5, SOFT],
  ]);
  const top = head.bottom + 10;
  const actors = rows.actor.filter((actor) => shown.actors.has(actor.id));
  const lines = [...shown.ties, ...shown.gaps].filter((id) => netgov.network.body.edges[id]);
  // The names of the lowest may hang over.
  const legend = legendParts(top + ground.height + 26, width);
  const foot = stacked(legend.bottom + 2, width, [
    [data.notice, 12, SOFT],
    [`${word("reading")} ${word("reading_more")}`, 12, SOFT],
    [data.sources && `${word("sources")}: ${data.sources}`, 10, SOFT],
  ]);
  const height = Math.ceil(foot.bottom + 10);
  const size = { width, height };
  return draw(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...size,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": netgov.FONT,
    },
    draw("title", {}, `${data.title} · ${netgov.frame().key}`),
    draw("rect", { ...size, fill: "#fff" }),
    ...head.parts,
    draw(
      "g",
      { transform: `translate(0 ${top})` },
      ...groundParts(ground),
      ...lines.flatMap(lineParts),
      ...actors.flatMap(markParts),
      ...actors.flatMap(nameParts),
    ),
    ...legend.parts,
    ...foot.parts,
  );
}
