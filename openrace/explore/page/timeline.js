// Who releases when: rings before, discs after; the area is the chance of a date, "never" stands at the right.
import { cut, s, short } from "./dom.js";

const WIDE = 430, LEFT = 80, RIGHT = 14, ROW = 24, HEAD = 20, FOOT = 34;

export function drawTimeline(moves, colours) {
  const { labs, dates, step, sides } = moves;
  const last = dates[dates.length - 1] ?? 0;
  const never = last + 1.5 * step;
  const width = WIDE - LEFT - RIGHT;
  const place = (date) => LEFT + (width * ((date ?? never) + 0.6 * step)) / (never + 1.2 * step);
  const parts = [], said = [];
  let top = 4;
  for (const side of sides) {
    side.panels.forEach((panel, k) => {
      const title = side.kinds === 1 ? "one pattern of play" : `pattern ${k + 1} of ${side.kinds}`;
      parts.push(s("text", { x: 4, y: top + 13, "font-weight": 600, fill: "currentColor" }, [side.word, title].filter(Boolean).join(": ")));
      top += HEAD;
      panel.forEach((own, i) => {
        const y = top + ROW / 2;
        parts.push(s("line", { x1: LEFT - 6, x2: WIDE - RIGHT, y1: y, y2: y, stroke: "currentColor", "stroke-opacity": 0.15 }));
        parts.push(s("text", { x: LEFT - 12, y: y + 4, "text-anchor": "end", fill: "currentColor" }, cut(labs[i], 11)));
        for (const [date, chance] of own) parts.push(disc(place(date), y, chance, side.word, colours));
        said.push(`${side.word} ${labs[i]}: ${own.map(([date, chance]) => `${date === null ? "never" : short(date)} ${Math.round(100 * chance)} %`).join(", ")}`);
        top += ROW;
      });
      top += 6;
    });
  }
  const every = Math.max(1, Math.ceil(dates.length / 12));
  const ticks = dates.filter((_, k) => k % every === 0).map((date) => [date, short(date)]);
  for (const [date, word] of [...ticks, [null, "never"]]) {
    parts.push(s("text", { x: place(date), y: top + 12, "text-anchor": "middle", fill: "currentColor" }, word));
  }
  parts.push(s("text", { x: LEFT + width / 2, y: top + 29, "text-anchor": "middle", fill: "currentColor" }, "release date (periods); area: its chance"));
  return s("svg", { viewBox: `0 0 ${WIDE} ${top + FOOT}`, role: "img", class: "timeline", "font-size": 11, "aria-label": `Who releases when. ${said.join("; ")}` }, parts);
}

function disc(x, y, chance, word, colours) {
  const r = Math.max(1.5, 9 * Math.sqrt(chance));
  if (word === "before") return s("circle", { cx: x, cy: y, r, fill: "none", stroke: colours.before, "stroke-width": 2 });
  return s("circle", { cx: x, cy: y, r, fill: colours.after });
}
