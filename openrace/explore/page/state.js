// The text of a state for links, read and written as openrace/explore/state.py does.
const PLAIN = { "%3A": ":", "%40": "@", "%2C": ",", "%2B": "+", "%3D": "=" };

const encoded = (text) => encodeURIComponent(text).replace(/%(3A|40|2C|2B|3D)/g, (code) => PLAIN[code]);

export function readState(text) {
  const state = { game: "", story: "", set: new Map(), other: null, do: "", concept: "", metric: "", x: "", y: "" };
  for (const part of text.replace(/^[#?]/, "").split("&")) {
    const cut = part.indexOf("=");
    const key = part.slice(0, cut);
    let value = part.slice(cut + 1);
    try { value = decodeURIComponent(value); } catch { /* Refused by the core, which says why. */ }
    if (key === "set" || key === "other") {
      if (key === "other") state.other ??= new Map();
      const colon = value.indexOf(":");
      if (colon > 0) put(state[key], value.slice(0, colon), value.slice(colon + 1));
    } else if (key in state) state[key] = value;
  }
  return state;
}

export function writeState(state) {
  const parts = [["v", "1"], ["game", state.game], ["story", state.story]];
  for (const [path, value] of state.set) parts.push(["set", `${path}:${value}`]);
  if (state.other && !state.other.size) parts.push(["other", ""]);
  for (const [path, value] of state.other ?? []) parts.push(["other", `${path}:${value}`]);
  for (const key of ["do", "concept", "metric", "x", "y"]) parts.push([key, state[key]]);
  return parts.filter(([key, value]) => value || key === "other").map(([key, value]) => `${key}=${encoded(value)}`).join("&");
}

// Of two settings of one number the later one holds, and stands last.
export function put(settings, path, value) {
  settings.delete(path);
  settings.set(path, value);
}

export const copied = (state) => ({ ...state, set: new Map(state.set), other: state.other && new Map(state.other) });
