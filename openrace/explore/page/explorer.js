// The explorer: one state, what is asked about it, and where the answers are drawn. A host answers the questions.
import { drawBooks, drawError, drawFirm, drawHeadline, drawWorlds } from "./answer.js";
import { drawEvent, drawFlips, drawItems, firstOrder } from "./controls.js";
import { fill, fresh, h } from "./dom.js";
import { drawMap } from "./map.js";
import { drawPresets } from "./presets.js";
import { copyButton, save, savePicture } from "./share.js";
import { copied, put, readState, writeState } from "./state.js";
import { drawTimeline } from "./timeline.js";

const PAUSE = 50;
const ONE_MOVE = 1500;
const FLIPS = 6;

export function explore(root, host) {
  const parts = Object.fromEntries(["presets", "headline", "tools", "event", "worlds", "items", "map", "moves", "books", "firm"].map((name) => [name, h("section", { class: name })]));
  const live = h("p", { class: "live offscreen", role: "status", "aria-live": "polite" });
  const say = (text) => { live.textContent = text; };
  fill(root, h("header", {}, h("p", { class: "brand" }, "openrace"), parts.presets), h("main", {}, parts.headline, parts.tools,
    h("div", { class: "columns" }, h("div", { class: "left" }, parts.event, parts.worlds, parts.items), h("div", { class: "right" }, parts.map, parts.moves, parts.firm, parts.books))), live);
  fill(parts.headline, h("p", { class: "question" }, "Do open AI models speed the race up or slow it down?"), h("h1", {}, "Computing the first answer …"));

  let catalog = null, state = null, form = null, order = [], ranked = new Map(), answer = null, map = null, asked = null, edited = "set", timer = 0, last = { moved: null, time: 0 };

  const busy = (section, on) => {
    section.classList.toggle("stale", on);
    section.setAttribute("aria-busy", String(on));
  };
  const ask = async (question, signal) => {
    const found = await host.ask(question, signal);
    if (found.error) throw Object.assign(new Error(found.error.what), { mistake: found.error });
    return found;
  };

  // Every change goes through here: the newest question wins, older ones are given up.
  function change(next, settled, moved = null) {
    state = next;
    // One move of one slider is one step back.
    const goesOn = moved !== null && moved === last.moved && Date.now() - last.time < ONE_MOVE;
    last = { moved, time: Date.now() };
    host.address.write(writeState(state), settled !== null && !goesOn);
    clearTimeout(timer);
    root.dataset.ready = "";
    for (const name of ["headline", "moves", "books", "firm"]) busy(parts[name], true);
    timer = setTimeout(refresh, settled ? 0 : PAUSE);
  }

  async function refresh() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const text = writeState(state);
    try {
      catalog ??= await ask({ want: "catalog" }, signal);
      if (!state.game && !state.story) return change(readState(host.first ?? catalog.games[0].state), null);
      await refreshForm(text, signal);
      answer = await ask({ want: "answer", state: text }, signal);
      host.address.write(answer.state, false);
      showAnswer();
      await Promise.all([refreshMap(text, signal), state.other && refreshWorlds(text, signal)]);
      root.dataset.ready = answer.state;
      await refreshRest(text, signal);
      root.dataset.settled = answer.state;
    } catch (error) {
      if (signal.aborted) return;
      for (const section of Object.values(parts)) busy(section, false);
      drawError(parts.headline, error.mistake ?? { what: "The explorer does not answer.", expected: "a running openrace", hint: "start it again with openrace explore" });
      say(`This cannot be answered: ${error.message}`);
      if (catalog) showPresets();
      root.dataset.ready = "error";
    }
  }

  async function refreshForm(text, signal) {
    const shape = JSON.stringify([state.game, state.story, state.do, [...state.set].filter(([, value]) => Number.isNaN(Number(value)))]);
    if (form?.shape !== shape) {
      form = { ...(await ask({ want: "form", state: text }, signal)), shape };
      const key = `${state.game}|${state.story}`;
      order = ranked.get(key) ?? firstOrder(form);
      map = null;
      showPresets();
    }
    showControls();
  }

  function showPresets() {
    drawPresets(parts.presets, catalog, form, state);
  }

  const world = () => (edited === "other" && state.other ? state.other : state.set);
  const value = (item) => world().get(item.path) ?? item.preset;
  function set(path, text, settled) {
    const next = copied(state), own = edited === "other" && next.other ? next.other : next.set;
    const preset = form.items.find((item) => item.path === path)?.preset;
    if (text === preset) own.delete(path); else put(own, path, text);
    change(next, settled, path);
  }

  function showControls() {
    if (form.kind === "game" && Object.keys(form.events).length) {
      drawEvent(parts.event, form, form.event, (event) => change({ ...copied(state), do: event }, true));
      drawConcepts();
    } else fill(parts.event);
    drawComparison();
    // A control that is being moved stays as it is.
    if (!parts.items.contains(root.ownerDocument.activeElement) || parts.items.dataset.shape !== form.shape + edited) {
      drawItems(parts.items, form, order, value, set);
      parts.items.dataset.shape = form.shape + edited;
    } else markChanged();
  }

  function markChanged() {
    for (const box of parts.items.querySelectorAll("[data-path]")) {
      const item = form.items.find((one) => one.path === box.dataset.path), now = value(item);
      box.classList.toggle("changed", now !== item.preset);
      box.querySelector(".back").hidden = now === item.preset;
      for (const input of box.querySelectorAll("input[type=range], input[type=number]")) if (input !== root.ownerDocument.activeElement) input.value = now;
    }
  }

  function drawConcepts() {
    const id = fresh("concept");
    const choice = h("select", { id, onchange: () => change({ ...copied(state), concept: choice.value === "open-loop" ? "" : choice.value }, true) },
      catalog.concepts.map((one) => h("option", { value: one.name, selected: one.name === (state.concept || "open-loop") }, `${one.name}: ${one.words}`)));
    parts.event.append(h("label", { for: id }, "What labs know and can do"), h("div", { class: "row" }, choice));
  }

  function drawComparison() {
    if (form.kind !== "game" || !form.event || host.single) return fill(parts.worlds);
    if (!state.other) {
      edited = "set";
      return fill(parts.worlds, h("button", { type: "button", onclick: () => { edited = "other"; change({ ...copied(state), other: new Map() }, true); } }, "compare with another world"));
    }
    const name = fresh("world");
    const radio = (kind, words) => h("label", {}, h("input", { type: "radio", name, checked: edited === kind, onchange: () => { edited = kind; showControls(); } }), ` ${words}`);
    const box = parts.worlds.querySelector(".result") ?? h("div", { class: "result" });
    return fill(parts.worlds, h("fieldset", {}, h("legend", {}, "the sliders move"), radio("set", "your world"), radio("other", "theirs")), box,
      h("button", { type: "button", class: "quiet", onclick: () => change({ ...copied(state), other: null }, true) }, "end the comparison"));
  }

  async function refreshWorlds(text, signal) {
    busy(parts.worlds, true);
    const found = await ask({ want: "diff", state: text }, signal);
    drawWorlds(parts.worlds.querySelector(".result"), found, catalog.signs);
    busy(parts.worlds, false);
  }

  function showAnswer() {
    const { shown } = answer;
    drawHeadline(parts.headline, shown, catalog.signs);
    drawBooks(parts.books, shown);
    if (shown.moves) {
      const svg = drawTimeline(shown.moves, catalog);
      fill(parts.moves, h("h2", {}, "Who releases when"), svg, pictureButton(svg, "timeline"));
    } else fill(parts.moves);
    for (const name of ["headline", "moves", "books"]) busy(parts[name], false);
    document.title = `${shown.headline} openrace explorer`;
    say(shown.sentence);
    fill(parts.tools,
      copyButton("copy link", () => host.address.link(), say), copyButton("copy sentence", () => shown.sentence, say), copyButton("copy command", () => answer.command, say),
      form.kind === "game" && !host.single && h("button", { type: "button", class: "quiet", onclick: saveGame }, "save as TOML"),
      h("code", { class: "command" }, answer.command));
  }

  async function saveGame() {
    const found = await ask({ want: "toml", state: answer.state });
    save(found.name, found.toml, "application/toml");
    say("The game was saved.");
  }

  const pictureButton = (svg, name) => h("button", { type: "button", class: "quiet", onclick: () => savePicture(svg, `openrace-${name}`, [answer.shown.headline, `${answer.command}, openrace ${catalog.version}`]) }, `download the ${name}`);

  async function refreshMap(text, signal) {
    if (form.kind === "game" && !form.event && !host.single) { map = null; return fill(parts.map); }
    busy(parts.map, map !== null);
    for (let first = 0; first === 0 || first < map.of;) {
      const found = (await ask({ want: "map", state: text, first }, signal)).map;
      if (!found) { map = null; return fill(parts.map), busy(parts.map, false); }
      if (first === 0 && map?.key === mapKey(found) && map.whole) {
        Object.assign(map, { x: found.x, y: found.y });
        break;
      }
      if (first === 0) map = { ...found, key: mapKey(found), codes: found.xs.map(() => found.ys.map(() => null)) };
      for (const [i, j, code] of found.cells) map.codes[i][j] = code;
      first = found.next;
      map.whole = first === found.of;
      busy(parts.map, false);
      showMap();
    }
    showMap();
    return busy(parts.map, false);
  }

  // Where on the map the state itself is changes nothing on the map.
  function mapKey(found) {
    const rest = copied(state);
    rest.set.delete(found.x.path);
    rest.set.delete(found.y.path);
    return writeState({ ...rest, other: null }) + [found.x.low, found.x.high, found.y.low, found.y.high];
  }

  function showMap() {
    const [svg, legend] = drawMap(map, catalog.signs, (x, y) => {
      const next = copied(state);
      for (const [axis, number] of [[map.x, x], [map.y, y]]) put(next.set, axis.path, String(Number(number.toPrecision(6))));
      change(next, true);
      drawItems(parts.items, form, order, value, set);
    });
    const numbers = form.items.filter((item) => item.kind === "number" && item.low < item.high);
    const axis = (key, words, own) => {
      const id = fresh("axis"), choice = h("select", { id, onchange: () => { change({ ...copied(state), x: map.x.path, y: map.y.path, [key]: choice.value }, true); } },
        numbers.map((item) => h("option", { value: item.path, selected: item.path === own.path }, item.path)));
      return [h("label", { for: id }, words), choice];
    };
    fill(parts.map, h("h2", {}, "Where it flips ", h("small", {}, map.metric)), svg, legend,
      numbers.length > 2 && h("div", { class: "row fields" }, axis("x", "across", map.x), axis("y", "up", map.y)), map.whole && pictureButton(svg, "map"));
    root.dataset.map = map.whole ? "whole" : "partial";
  }

  async function refreshRest(text, signal) {
    if (form.kind === "game" && !form.event && !host.single) { fill(parts.firm); return busy(parts.firm, false); }
    const numbers = order.slice(0, FLIPS).map((path) => form.items.find((item) => item.path === path)).filter((item) => item?.kind === "number" && item.low < item.high);
    for (const item of numbers) {
      try { drawFlips(parts.items, (await ask({ want: "flips", state: text, path: item.path }, signal)).flips, catalog.signs); } catch (error) { if (signal.aborted) throw error; }
    }
    if (host.single) return busy(parts.firm, false);
    drawFirm(parts.firm, form.kind === "game" ? await ask({ want: "firm", state: text }, signal) : { firm: [] });
    busy(parts.firm, false);
    const key = `${state.game}|${state.story}`;
    if (form.kind === "game" && !ranked.has(key)) {
      try {
        const found = (await ask({ want: "rank", state: text }, signal)).rank;
        ranked.set(key, [...new Set([...found, ...firstOrder(form)])]);
        order = ranked.get(key);
        if (!parts.items.contains(root.ownerDocument.activeElement)) drawItems(parts.items, form, order, value, set);
      } catch (error) { if (signal.aborted) throw error; ranked.set(key, order); }
    }
  }

  function fromAddress() {
    const text = host.address.read();
    if (state && text === writeState(state)) return;
    state = readState(text || (host.first ?? ""));
    // A text that this page would write otherwise is still asked about as it is: the core says what is wrong with it.
    root.dataset.ready = "";
    for (const name of ["headline", "moves", "books", "firm"]) busy(parts[name], true);
    refreshFrom(text);
  }

  async function refreshFrom(text) {
    if (text && host.check !== false) {
      try {
        await ask({ want: "form", state: text });
      } catch (error) {
        if (error.mistake) {
          catalog ??= await ask({ want: "catalog" });
          drawError(parts.headline, error.mistake);
          busy(parts.headline, false);
          showPresets();
          root.dataset.ready = "error";
          return;
        }
      }
    }
    edited = "set";
    parts.items.dataset.shape = "";
    refresh();
  }

  host.address.listen(fromAddress);
  fromAddress();
}
