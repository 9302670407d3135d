/* The page's one object, and its way of making elements and saying words and numbers.
   Whatever comes from the data enters the page as text, never as markup. */

export const netgov = {};
// For the tests and the console of a curious reader.
globalThis.netgov = netgov;

const SVG = "http://www.w3.org/2000/svg";
const listeners = { language: [], period: [], scope: [], focus: [], looks: [], view: [] };

// Object.hasOwn is younger than some telephones.
netgov.has = (thing, key) => Object.prototype.hasOwnProperty.call(thing, key);
netgov.byId = (id) => document.getElementById(id);
netgov.on = (event, listener) => listeners[event].push(listener);
netgov.tell = (event) => listeners[event].forEach((listener) => listener());

netgov.number = (value) => value.toLocaleString(netgov.data.lang, { maximumFractionDigits: 8 });
netgov.orDash = (value) => (value === null ? "–" : netgov.number(value));
netgov.compare = (one, other) =>
  String(one).localeCompare(String(other), netgov.data.lang, {
    numeric: true,
    sensitivity: "base",
  });

// Text of the chosen language, with its {places} filled in.
netgov.word = function (key, facts) {
  const { words } = netgov.data;
  const text = netgov.has(words, key) ? words[key] : key;
  return text.replace(/\{(\w+)\}/g, (place, name) =>
    facts && netgov.has(facts, name) ? String(facts[name]) : place,
  );
};

function fill(element, attributes, children) {
  Object.entries(attributes || {}).forEach(([name, value]) => {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  });
  (children || []).forEach((child) => {
    if (child !== null && child !== undefined && child !== "") element.append(child);
  });
  return element;
}

// replaceChildren is younger than some telephones.
netgov.refill = function (element, ...children) {
  element.textContent = "";
  return fill(element, {}, children);
};

netgov.make = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

netgov.button = function (attributes, act, ...children) {
  const button = netgov.make("button", { type: "button", ...attributes }, ...children);
  button.addEventListener("click", act);
  return button;
};

netgov.draw = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

const sample = (width, ...parts) =>
  netgov.draw(
    "svg",
    { class: "sample", width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
    ...parts,
  );

function corners(count, radius, start, inner) {
  const points = [];
  const steps = inner ? count * 2 : count;
  for (let step = 0; step < steps; step += 1) {
    const reach = inner && step % 2 ? inner : radius;
    const angle = ((start + (360 / steps) * step) * Math.PI) / 180;
    points.push(
      `${(9 + reach * Math.cos(angle)).toFixed(1)},${(9 + reach * Math.sin(angle)).toFixed(1)}`,
    );
  }
  return points.join(" ");
}

const SHAPES = {
  square: "2.5,2.5 15.5,2.5 15.5,15.5 2.5,15.5",
  diamond: corners(4, 8.2, -90),
  triangle: "9,1.8 16.6,15.4 1.4,15.4",
  triangleDown: "9,16.2 16.6,2.6 1.4,2.6",
  hexagon: corners(6, 8, 0),
  star: corners(5, 8.6, -90, 3.6),
};

// The same mark as on the map, so that the legend needs no words.
netgov.shapeSample = function (sector) {
  const paint = { fill: sector.colour, stroke: sector.border, "stroke-width": 1.2 };
  const points = SHAPES[sector.shape];
  return sample(
    18,
    points
      ? netgov.draw("polygon", { points, ...paint })
      : netgov.draw("circle", { cx: 9, cy: 9, r: 7, ...paint }),
  );
};

netgov.lineSample = function (line, arrow) {
  const dash = line.dash && line.dash.length ? line.dash.join(" ") : null;
  const end = arrow ? 23 : 29;
  return sample(
    30,
    netgov.draw("path", {
      d: `M1 9H${end}`,
      fill: "none",
      stroke: line.colour,
      "stroke-width": 2.4,
      "stroke-dasharray": dash,
    }),
    arrow ? netgov.draw("path", { d: "M21 4.6L29 9L21 13.4Z", fill: line.colour }) : null,
  );
};

// A kind of gap is a ring round one actor, or a line as well.
netgov.ringSample = function (kind, lineToo) {
  const dashed = {
    fill: "none",
    stroke: kind.colour,
    "stroke-width": 2.2,
    "stroke-dasharray": "5 3",
  };
  return sample(
    30,
    netgov.draw("circle", { cx: lineToo ? 8 : 15, cy: 9, r: 7, ...dashed }),
    lineToo ? netgov.draw("path", { d: "M17 9H30", ...dashed }) : null,
  );
};
