// Elements from data. Every text becomes a text node: nothing that a game or a link says is ever read as markup.
const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
export const s = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let count = 0;
export const fresh = (word) => `openrace-${word}-${(count += 1)}`;

// A number as people read it; the core's own texts are used wherever it has one.
export const short = (value) => (value === null ? "never" : String(Number(Number(value).toPrecision(4))));

// A text, or as much of its beginning as fits into `most` letters.
export const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

// Draws a part of the page anew without taking the keyboard away from the control that has it.
export function keepFocus(place, draw) {
  const controls = () => [...place.querySelectorAll("input, select, button, summary, a")];
  const at = controls().indexOf(place.getRootNode().activeElement);
  draw();
  if (at >= 0) controls()[at]?.focus({ preventScroll: true });
}
