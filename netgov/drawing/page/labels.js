/* Which labels are written, and how large: readable on the screen, none over another. */

import { netgov } from "./base.js";

// Up to here Python gave every label room of its own.
const ROOMY = 80;
const LINE = 1.2; // of a label, in font sizes
const AIR = 1.5; // around a label among many, in font sizes
const READABLE = 11.2; // px on the screen
const MOST = 17; // of a label with room of its own, in the picture's units
const pen = document.createElement("canvas").getContext("2d");

const isCrowded = () => netgov.data.actors.length > ROOMY;

// Smaller, and the labels could not be read.
netgov.leastScale = () => (isCrowded() ? 0 : READABLE / MOST);

export function textWidth(text, size, weight = 400) {
  pen.font = `${weight} ${size}px ${netgov.FONT}`;
  return pen.measureText(text).width;
}

function boxOf(actor, [x, y], size) {
  const lines = actor.label.split("\n");
  const half = Math.max(...lines.map((line) => textWidth(line, size))) / 2;
  const top = y + netgov.radius(actor) + 2;
  return { left: x - half, right: x + half, top, bottom: top + lines.length * LINE * size };
}

const widened = ({ left, right, top, bottom }, by) => ({
  left: left - by,
  right: right + by,
  top: top - by,
  bottom: bottom + by,
});

const overlap = (one, other) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

// Readable, if that is possible without crowding.
export function chosenLabels(scale) {
  const { shown, rows, data } = netgov;
  const crowded = isCrowded();
  const most = crowded ? 90 : MOST;
  const size = Math.round(10 * Math.min(most, Math.max(12.5, READABLE / scale))) / 10;
  const actors = rows.actor.filter((actor) => shown.actors.has(actor.id));
  if (!crowded) return { size, ids: new Set(actors.map((actor) => actor.id)) };
  const places = new Map(data.actors.map(({ id }, turn) => [id, netgov.ground().places[turn]]));
  const boxes = [];
  const ids = new Set();
  // Those with the largest marks are named first.
  [...actors]
    .sort((one, other) => netgov.radius(other) - netgov.radius(one))
    .forEach((actor) => {
      const box = boxOf(actor, places.get(actor.id), size);
      if (boxes.some((other) => overlap(box, other))) return;
      boxes.push(widened(box, size * AIR));
      ids.add(actor.id);
    });
  return { size, ids };
}
