// A host that looks answers up: it snaps to solved points, says so, and never interpolates.
import { readState, writeState } from "./state.js";

const mistake = (what, expected, hint) => ({ error: { what, expected, hint } });

// Which value each cell has, as openrace/explore/table.py writes it.
function numbers(text) {
  let fresh = 0, before = -1;
  return (text.match(/n|p|-|\d+,/g) ?? []).map((word) => {
    const number = word === "-" ? -1 : word === "n" ? fresh : word === "p" ? before : parseInt(word, 10);
    fresh = Math.max(fresh, number + 1);
    return (before = number);
  });
}

export function tableHost(data, address) {
  const { axes, places } = data;
  const columns = data.columns.map(([values, text]) => [values, numbers(text)]);
  const base = readState(data.state);
  const strides = axes.map((_, k) => axes.slice(k + 1).reduce((n, axis) => n * axis.values.length, 1));

  // The solved point that is nearest to a state, by the number of its value on every axis.
  function nearest(state) {
    return axes.map((axis) => {
      const item = data.form.items.find((one) => one.path === axis.path);
      const wanted = Number(state.set.get(axis.path) ?? base.set.get(axis.path) ?? item.preset);
      const gaps = axis.values.map((value) => Math.abs(value - wanted));
      return gaps.indexOf(Math.min(...gaps));
    });
  }

  const cell = (point) => point.reduce((sum, k, i) => sum + k * strides[i], 0);

  function read(place, k) {
    const [values, own] = columns[places[place]] ?? [[], []];
    return values[own[k]];
  }

  function answerAt(k) {
    const answer = {};
    for (const place of Object.keys(places)) {
      const value = read(place, k);
      if (value === undefined) continue;
      const steps = place.slice(1).split("/");
      let here = answer;
      steps.forEach((step, i) => {
        if (i === steps.length - 1) here[step] = value;
        else here = here[step] ??= /^\d+$/.test(steps[i + 1]) ? [] : {};
      });
    }
    return answer;
  }

  function answer(state) {
    const point = nearest(state);
    const moved = axes.filter((axis, i) => state.set.has(axis.path) && Number(state.set.get(axis.path)) !== axis.values[point[i]]);
    const at = axes.map((axis, i) => `${axis.path} ${axis.texts[point[i]]}`).join(", ");
    const found = answerAt(cell(point));
    found.shown.solved = `${moved.length ? "Not solved there: this is the answer at the nearest solved point" : "Solved point"}, ${at}.`;
    return { state: writeState(state), metrics: [], ...found };
  }

  function map(state) {
    const point = nearest(state);
    const pick = (path, other) => Math.max(0, axes.findIndex((axis) => axis.path === path && axis.path !== other));
    let i = pick(state.x, ""), j = axes.findIndex((axis, k) => k !== i && axis.path === state.y);
    if (j < 0) j = i === 0 ? 1 : 0;
    const words = data.catalog.signs;
    const axis = (k) => ({ path: axes[k].path, words: data.form.items.find((one) => one.path === axes[k].path).words, low: axes[k].values[0], high: axes[k].values.at(-1), at: axes[k].values[point[k]] });
    const cells = axes[i].values.flatMap((_, a) => axes[j].values.map((_, b) => {
      const here = point.map((own, k) => (k === i ? a : k === j ? b : own));
      return [a, b, words.find((sign) => sign.word === read("/shown/direction", cell(here))).code];
    }));
    return { map: { x: axis(i), y: axis(j), xs: axes[i].values, ys: axes[j].values, cells, next: cells.length, of: cells.length, metric: read("/shown/metric/words", 0) ?? "" } };
  }

  // Along one axis, the nearest solved points on either side that have another sign; the flip is somewhere before them.
  function flips(state, path) {
    const point = nearest(state), i = axes.findIndex((axis) => axis.path === path);
    if (i < 0) return { flips: { path, found: [] } };
    const sign = (k) => read("/shown/direction", cell(point.map((own, j) => (j === i ? k : own))));
    const here = point[i], base = sign(here), found = [];
    for (const way of [-1, 1]) {
      for (let k = here + way; k >= 0 && k < axes[i].values.length; k += way) {
        if (sign(k) !== base) {
          const { values } = axes[i];
          found.push({ at: values[k], between: [values[k - way], values[k]], change: values[k] - values[here], to: sign(k) });
          break;
        }
      }
    }
    return { flips: { path, base, found } };
  }

  // A link to this page may move what varies, and nothing else.
  function refused(state) {
    const fixed = ["game", "story", "do", "concept", "metric"].find((key) => state[key] !== base[key]);
    const paths = new Set([...state.set.keys(), ...base.set.keys()]);
    const other = [...paths].find((path) => !axes.some((axis) => axis.path === path) && state.set.get(path) !== base.set.get(path));
    if (!fixed && !other && !state.other) return null;
    return mistake(`this page has no answers for other values of ${fixed ?? other ?? "a second world"}`, `its own: ${axes.map((axis) => axis.path).join(", ")} vary`, "openrace explore answers everything");
  }

  async function ask(question) {
    if (question.want === "catalog") return data.catalog;
    const state = readState(question.state);
    const no = refused(state);
    if (no) return no;
    if (question.want === "form") return { ...data.form, state: writeState(state) };
    if (question.want === "answer") return answer(state);
    if (question.want === "map") return map(state);
    if (question.want === "flips") return flips(state, question.path);
    return mistake(`this page has no ${question.want}`, "an answer, a map or a flip", "openrace explore answers everything");
  }

  return { ask, address, first: data.state, single: true };
}
