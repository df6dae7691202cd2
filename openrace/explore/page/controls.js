// The left side: what happens, and the assumptions as sentences with sliders.
import { fill, fresh, h, short } from "./dom.js";

const FIRST = 6;

// One assumption. `now` is its value in the world that is edited, `set(path, value, settled)` changes it.
function drawItem(item, now, set, words = item.words) {
  const id = fresh("item");
  const changed = now !== item.preset;
  const box = h("div", { class: changed ? "item changed" : "item", "data-path": item.path });
  const label = h("label", { for: id, title: [item.sentence !== item.words && item.sentence, item.formula, item.source].filter(Boolean).join("\n") || false }, words);
  const send = (value, settled) => set(item.path, value, settled);
  const back = h("button", {
    type: "button", class: "back", hidden: !changed, "aria-label": `preset ${item.preset}: ${item.words}`, title: `preset: ${item.preset}`,
    onclick: () => send(item.preset, true),
  }, `preset ${item.preset}`);
  const path = h("code", { class: "path" }, item.path);
  if (item.kind === "number") {
    const slider = h("input", { type: "range", min: item.low, max: item.high, step: item.step || "any", value: now, "aria-label": words, "aria-valuetext": `${now} ${item.unit}` });
    const field = h("input", { type: "number", id, step: "any", value: now === "inf" ? "" : now, placeholder: now === "inf" ? "inf" : false });
    slider.addEventListener("input", () => { field.value = String(Number(slider.value)); send(field.value, false); });
    slider.addEventListener("change", () => send(String(Number(slider.value)), true));
    field.addEventListener("change", () => { if (field.value !== "") send(String(Number(field.value)), true); });
    const flips = h("div", { class: "flips", "data-flips": item.path });
    box.append(label, h("div", { class: "row" }, slider, field), flips, h("div", { class: "row foot" }, path, h("span", { class: "unit" }, item.unit), back));
    return box;
  }
  if (item.kind === "switch") {
    const tick = h("input", { type: "checkbox", id, checked: now === "true", onchange: () => send(String(tick.checked), true) });
    box.append(h("div", { class: "row" }, tick, label), h("div", { class: "row foot" }, path, back));
    return box;
  }
  const choice = h("select", { id, onchange: () => send(choice.value, true) },
    item.options.map((word) => h("option", { value: word, selected: word === now }, word)));
  box.append(label, h("div", { class: "row" }, choice), h("div", { class: "row foot" }, path, back));
  return box;
}

// On top, away from its group, a sentence says whose number it is.
function named({ group, words }) {
  if (!group || group === "game" || words.startsWith(group)) return words;
  return `${group.replaceAll("_", " ")}: ${words[0].toLowerCase()}${words.slice(1)}`;
}

// All assumptions: the first ones on top, the rest by the lab or the part of the world that they belong to.
export function drawItems(place, form, order, value, set) {
  const top = order.slice(0, FIRST).map((path) => form.items.find((item) => item.path === path)).filter(Boolean);
  const rest = form.items.filter((item) => !top.includes(item));
  const groups = new Map();
  for (const item of rest) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  const wasOpen = place.querySelector("details.more")?.open ?? false;
  fill(place,
    top.map((item) => drawItem(item, value(item), set, named(item))),
    rest.length > 0 && h("details", { class: "more", open: wasOpen },
      h("summary", {}, `more assumptions (${rest.length})`),
      [...groups].map(([group, items]) => h("fieldset", {}, h("legend", {}, (group || "parameters").replaceAll("_", " ")), items.map((item) => drawItem(item, value(item), set))))));
}

// The first assumptions until it is known which matter most: what labs care about comes before other numbers.
export function firstOrder(form) {
  const numbers = form.items.filter((item) => item.kind === "number" && item.low < item.high);
  const active = (item) => Number(item.preset) !== 0;
  const cares = numbers.filter((item) => item.formula && active(item));
  return [...new Set([...cares, ...numbers.filter(active), ...numbers, ...form.items])].map((item) => item.path);
}

// The same assumptions with other values; a control that is being moved is left alone.
export function markItems(place, form, value) {
  const moved = place.getRootNode().activeElement;
  for (const box of place.querySelectorAll("[data-path]")) {
    const item = form.items.find((one) => one.path === box.dataset.path), now = value(item);
    box.classList.toggle("changed", now !== item.preset);
    box.querySelector(".back").hidden = now === item.preset;
    for (const input of box.querySelectorAll("input[type=range], input[type=number]")) {
      if (input !== moved) input.value = now;
      if (input.type === "range") input.setAttribute("aria-valuetext", `${now} ${item.unit}`);
    }
    for (const tick of box.querySelectorAll("input[type=checkbox]")) tick.checked = now === "true";
    for (const choice of box.querySelectorAll("select")) choice.value = now;
  }
}

// A number with as many digits as tell it from another one.
function apart(value, other) {
  const digits = [4, 5, 6, 7, 8].find((n) => Number(value.toPrecision(n)) !== Number(other.toPrecision(n))) ?? 9;
  return String(Number(value.toPrecision(digits)));
}

export function drawFlips(place, flips, signs) {
  const box = place.querySelector(`[data-flips="${CSS.escape(flips.path)}"]`);
  const word = (to) => signs.find((sign) => sign.word === to)?.words ?? to;
  if (!box) return;
  box.classList.remove("old");
  const nearest = [...flips.found].sort((a, b) => Math.abs(a.change) - Math.abs(b.change));
  fill(box, nearest.length ? nearest.map((flip) => h("span", {}, `${flip.change > 0 ? "↑" : "↓"} ${flip.between ? `between ${flip.between.map(short).join(" and ")}` : apart(flip.at, flip.at - flip.change)}: ${word(flip.to)}`)) : h("span", {}, flips.why ?? "no value on this slider flips it"));
}

// What happens to the game: the kind of event, and what it needs to know.
export function drawEvent(place, form, event, set) {
  const [verb] = event.split(":");
  const kind = h("select", { id: fresh("event"), onchange: () => set(kind.value === "none" ? "none" : written(form, kind.value, firstWords(form, kind.value))) },
    h("option", { value: "none", selected: !event }, "nothing: only the game"),
    Object.keys(form.events).map((name) => h("option", { value: name, selected: name === verb }, form.events[name].words)));
  const shape = form.events[verb]?.shape;
  const values = shape ? valuesIn(shape, event) : [];
  const fields = (shape?.match(/[A-Z]+/g) ?? []).map((token, k) => {
    const id = fresh("field"), change = (value) => set(written(form, verb, values.map((old, j) => (j === k ? value : old))));
    const name = token.toLowerCase();
    const field = token === "LAB"
      ? h("select", { id }, form.players.map((lab) => h("option", { value: lab, selected: lab === values[k] }, lab)))
      : h("input", { id, type: "number", step: "any", min: 0, value: values[k] });
    field.addEventListener("change", () => { if (field.value !== "") change(field.value); });
    return h("div", { class: "field" }, h("label", { for: id }, name), field);
  });
  fill(place, h("label", { for: kind.id }, "What happens"), h("div", { class: "row" }, kind), h("div", { class: "row fields" }, fields));
}

const pattern = (shape) => new RegExp(`^${shape.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[A-Z]+/g, "([^@:=+]+)")}$`);
const valuesIn = (shape, event) => pattern(shape).exec(event)?.slice(1) ?? (shape.match(/[A-Z]+/g) ?? []).map(() => "");
const firstWords = (form, verb) => {
  let lab = -1;
  return (form.events[verb].shape.match(/[A-Z]+/g) ?? []).map((token) => (token === "LAB" ? form.players[(lab += 1) % form.players.length] : form.events[verb].first[token] ?? "1"));
};
function written(form, verb, values) {
  let k = -1;
  return form.events[verb].shape.replace(/[A-Z]+/g, () => values[(k += 1)]);
}

export function drawConcepts(concepts, chosen, set) {
  if (concepts.length < 2) return [];
  const id = fresh("concept");
  const choice = h("select", { id, onchange: () => set(choice.value === "open-loop" ? "" : choice.value) },
    concepts.map((one) => h("option", { value: one.name, selected: one.name === (chosen || "open-loop") }, `${one.name}: ${one.words}`)));
  return [h("label", { for: id }, "What labs know and can do"), h("div", { class: "row" }, choice)];
}
