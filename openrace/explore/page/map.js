// The sign map: where the race speeds up, where it slows down, and where you are.
import { cut, fresh, h, s, short } from "./dom.js";

const WIDE = 420, HIGH = 340, LEFT = 58, BOTTOM = 44, TOP = 8, RIGHT = 10;
const FORBIDDEN = { word: "not allowed", words: "numbers that do not fit together", colour: "none" };

// `map` holds two axes, their values xs and ys, and the codes of the columns, null where a cell is still computed.
export function drawMap(map, signs, choose) {
  const { x, y, xs, ys, codes } = map;
  const width = WIDE - LEFT - RIGHT, height = HIGH - TOP - BOTTOM;
  const dx = width / xs.length, dy = height / ys.length;
  const sign = (code) => signs.find((one) => one.code === code) ?? FORBIDDEN;
  const id = fresh("hatch");
  const squares = [];
  const counts = new Map();
  let done = 0;
  codes.forEach((column, i) => column.forEach((code, j) => {
    const place = { x: LEFT + i * dx, y: TOP + height - (j + 1) * dy, width: dx + 0.3, height: dy + 0.3 };
    const own = code === null ? null : sign(code);
    if (own) {
      done += 1;
      counts.set(own, (counts.get(own) ?? 0) + 1);
    }
    squares.push(s("rect", own ? { ...place, fill: own.colour, "data-sign": own.word } : { ...place, fill: `url(#${id})` }));
  }));
  const share = (own) => {
    const percent = (100 * counts.get(own)) / done;
    return percent < 0.5 ? "<1 %" : `${Math.round(percent)} %`;
  };
  const here = marker(map, { dx, dy, width, height });
  const said = [...counts.keys()].map((own) => `${own.words} ${share(own)}`).join(", ");
  const svg = s("svg", {
    viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", class: "map", "font-size": 11,
    "aria-label": `Map over ${x.words} and ${y.words}. Of all points: ${said || "still computed"}. ${here.said}`,
    onclick(event) {
      const box = svg.getBoundingClientRect();
      const i = Math.floor((((event.clientX - box.left) / box.width) * WIDE - LEFT) / dx);
      const j = Math.floor((TOP + height - ((event.clientY - box.top) / box.height) * HIGH) / dy);
      if (i in xs && j in ys) choose(xs[i], ys[j]);
    },
  },
  s("defs", {}, s("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 3, height: 6, fill: "#999999", "fill-opacity": 0.35 }))),
  squares,
  s("rect", { x: LEFT, y: TOP, width, height, fill: "none", stroke: "currentColor", "stroke-opacity": 0.4 }),
  ticks(map, { dx, dy, width, height }),
  here.svg);
  const legend = h("ul", { class: "legend" },
    [...counts.keys()].map((own) => h("li", {}, swatch(own.colour), `${own.words} ${share(own)}`)),
    h("li", {}, s("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, cross(8, 8)), here.said),
    done < xs.length * ys.length && h("li", { class: "computing" }, "the rest is being computed"));
  return [svg, legend];
}

// What the map varies: any two numbers.
export function axisChoices({ x, y }, numbers, set) {
  const choice = (key, words, own) => {
    const id = fresh("axis"), other = key === "x" ? y : x;
    const select = h("select", { id, onchange: () => set({ [key]: select.value }) },
      numbers.filter((item) => item.path !== other.path).map((item) => h("option", { value: item.path, selected: item.path === own.path }, item.path)));
    return h("div", { class: "field" }, h("label", { for: id }, words), select);
  };
  return h("div", { class: "row fields" }, choice("x", "across", x), choice("y", "up", y));
}

export function swatch(colour) {
  return s("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    s("rect", { x: 1, y: 1, width: 14, height: 14, fill: colour, stroke: "currentColor", "stroke-opacity": 0.5 }));
}

function cross(x, y) {
  const arms = `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`;
  return [s("path", { d: arms, stroke: "#ffffff", "stroke-width": 5 }), s("path", { d: arms, stroke: "#000000", "stroke-width": 2 })];
}

// Values stand in the middle of their cells.
function marker({ x, y, xs, ys }, { dx, dy, width, height }) {
  const share = (at, values) => (at - values[0]) / (values[values.length - 1] - values[0] || 1);
  const right = share(x.at, xs), up = share(y.at, ys);
  if (Math.min(right, up) < 0 || Math.max(right, up) > 1) return { svg: [], said: "You are outside this map." };
  const cx = LEFT + dx / 2 + right * (width - dx);
  const cy = TOP + height - dy / 2 - up * (height - dy);
  return { svg: s("g", { "data-here": `${cx.toFixed(2)},${cy.toFixed(2)}` }, cross(cx, cy)), said: `You are here: ${short(x.at)}, ${short(y.at)}.` };
}

function ticks({ x, y, xs, ys }, { dx, dy, width, height }) {
  const text = (attributes, words) => s("text", { fill: "currentColor", ...attributes }, words);
  const bottom = TOP + height, middle = TOP + height / 2;
  const marks = (values) => [...new Set([0, (values.length - 1) >> 1, values.length - 1])];
  return [
    marks(xs).map((k) => text({ x: LEFT + (k + 0.5) * dx, y: bottom + 14, "text-anchor": "middle" }, short(xs[k]))),
    marks(ys).map((k) => text({ x: LEFT - 5, y: bottom - (k + 0.5) * dy + 4, "text-anchor": "end" }, short(ys[k]))),
    text({ x: LEFT + width / 2, y: HIGH - 8, "text-anchor": "middle" }, cut(x.words, 56)),
    text({ x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` }, cut(y.words, 56)),
  ];
}
