// What each factor does: a waterfall from all factors off to all on, and a table of the same numbers.
import { cut, h, s, short } from "./dom.js";

const WIDE = 420, EDGE = 10, ROW = 38, BAR = 15, FOOT = 54, LETTERS = 60;

export function drawWaterfall({ title, axis, ends, bars }, { signs, before, after }) {
  const [[base, baseText], [total, totalText]] = ends;
  const rows = [{ label: "all factors off", text: baseText, from: 0, to: base, low: 0, high: 0, colour: before }];
  let at = base;
  for (const bar of bars) {
    const colour = signs.find((sign) => sign.code === bar.sign).colour;
    rows.push({ label: `${bar.name}: ${bar.words}`, text: bar.text, from: at, to: at + bar.value, low: at + bar.low, high: at + bar.high, span: bar.span, colour });
    at += bar.value;
  }
  rows.push({ label: "all factors on", text: totalText, from: 0, to: total, low: 0, high: 0, colour: after });
  const all = rows.flatMap((row) => [row.from, row.to, row.low, row.high]);
  const least = Math.min(...all), most = Math.max(...all), width = (most - least) || 1;
  const x = (value) => EDGE + ((value - least) / width) * (WIDE - 2 * EDGE);
  const bottom = 4 + ROW * rows.length;
  const parts = rows.map((row, k) => drawRow(row, rows[k + 1], 4 + ROW * k, x));
  const said = rows.map((row) => `${row.label} ${row.text}${row.span ? ` (${row.span})` : ""}`).join("; ");
  return s("svg", { viewBox: `0 0 ${WIDE} ${bottom + FOOT}`, role: "img", class: "waterfall", "font-size": 11, "aria-label": `${title}. ${said}` },
    s("line", { x1: x(0), x2: x(0), y1: 4, y2: bottom, stroke: "currentColor", "stroke-dasharray": "2 2" }),
    parts,
    ticks(least, most).map((value) => s("text", { x: x(value), y: bottom + 12, "text-anchor": x(value) < 30 ? "start" : x(value) > WIDE - 30 ? "end" : "middle", fill: "currentColor" }, short(value))),
    s("text", { x: WIDE / 2, y: bottom + 27, "text-anchor": "middle", fill: "currentColor" }, cut(axis, 76)),
    key(bars, signs, bottom + 40));
}

function drawRow(row, next, top, x) {
  const left = Math.min(x(row.from), x(row.to)), wide = Math.abs(x(row.to) - x(row.from)), y = top + 17, middle = y + BAR / 2;
  const whisker = row.span && `M${x(row.low)} ${middle - 4}v8m0 -4H${x(row.high)}m0 -4v8`;
  return [
    s("text", { x: EDGE + 5, y: top + 12, fill: "currentColor" }, cut(row.label, LETTERS)),
    s("text", { x: WIDE - EDGE - 5, y: top + 12, "text-anchor": "end", "font-weight": 600, fill: "currentColor" }, row.text),
    s("rect", { x: left, y, width: Math.max(wide, 0.8), height: BAR, fill: row.colour, stroke: "currentColor", "stroke-width": 0.6 }),
    whisker && [s("path", { d: whisker, fill: "none", stroke: "#ffffff", "stroke-width": 3.5 }), s("path", { d: whisker, fill: "none", stroke: "#000000", "stroke-width": 1.4 })],
    next && s("line", { x1: x(row.to), x2: x(row.to), y1: y + BAR, y2: y + ROW, stroke: "currentColor", "stroke-opacity": 0.5 }),
  ];
}

// Round numbers, zero among them: three to six.
function ticks(least, most) {
  const rough = (most - least || 1) / 4, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough);
  const found = [];
  for (let k = Math.ceil(least / step - 1e-9); k * step <= most + 1e-9 * step; k += 1) found.push(k * step);
  return found;
}

// The words of the colours, in the picture itself: it may be taken away.
function key(bars, signs, y) {
  let x = EDGE;
  return signs.filter((sign) => bars.some((bar) => bar.sign === sign.code)).map(({ colour, words }) => {
    const entry = [s("rect", { x, y, width: 10, height: 10, fill: colour, stroke: "currentColor", "stroke-width": 0.6 }), s("text", { x: x + 14, y: y + 9, fill: "currentColor" }, words)];
    x += 30 + 5.6 * words.length;
    return entry;
  });
}

export function effectsTable(bars) {
  const over = bars.some((bar) => bar.span);
  const head = ["factor", "effect", over && "5 % to 95 %", "alone", "last", "named by"].filter(Boolean);
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "effects of factors" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, bars.map((bar) => h("tr", { "data-factor": bar.name },
      h("th", { scope: "row", title: bar.words }, bar.name), h("td", {}, bar.text), over && h("td", {}, bar.span), h("td", {}, bar.alone), h("td", {}, bar.last), h("td", {}, bar.who))))));
}
