// The explorer: one state, what is asked about it, and where the answers are drawn. A host answers the questions.
import { drawBooks, drawError, drawFirm, drawHeadline } from "./answer.js";
import { drawConcepts, drawEvent, drawFlips, drawItems, firstOrder, markItems } from "./controls.js";
import { fill, h, keepFocus } from "./dom.js";
import { axisChoices, drawMap } from "./map.js";
import { drawPresets } from "./presets.js";
import { copyButton, save, savePicture } from "./share.js";
import { copied, put, readState, writeState } from "./state.js";
import { drawTimeline } from "./timeline.js";
import { drawComparison, drawWorlds } from "./worlds.js";

const PAUSE = 50; // Milliseconds after a move before it is asked about.
const REST = 250; // Milliseconds without a move before what is less urgent is asked.
const ONE_MOVE = 1500; // Milliseconds within which moves of one slider are one step back.
const LONGEST = 4000; // Characters of a state; a longer one is not even sent.
const FLIPS = 6;
const NO_WISHES = { wait() {}, drop() {}, show() {}, refresh: () => null, cardButton: () => null };
const SECTIONS = ["presets", "headline", "tools", "card", "event", "worlds", "items", "map", "moves", "firm", "effects", "rules", "books"];

const told = (what, expected, hint) => Object.assign(new Error(what), { mistake: { what, expected, hint } });

export function explore(root, host) {
  const parts = Object.fromEntries(SECTIONS.map((name) => [name, h("section", { class: name })]));
  const live = h("p", { class: "live offscreen", role: "status", "aria-live": "polite" });
  const say = (text) => { live.textContent = text; };
  fill(root, h("header", {}, h("p", { class: "brand" }, "openrace"), parts.presets),
    h("main", {}, parts.headline, parts.tools, parts.card, h("div", { class: "columns" },
      h("div", { class: "left" }, parts.event, parts.worlds, parts.items),
      h("div", { class: "right" }, parts.map, parts.moves, parts.firm, parts.effects, parts.rules, parts.books))), live);
  fill(parts.headline, h("p", { class: "question" }, "Do open AI models speed the race up or slow it down?"),
    h("h1", {}, "Computing the first answer …"), host.starting && h("p", { class: "details" }, host.starting));

  let catalog = null, state = null, form = null, order = [], answer = null, map = null;
  let asked = null, timer = 0, edited = "set", last = { moved: null, time: 0 };
  const ranked = new Map();

  const busy = (names, on) => {
    for (const name of names) {
      parts[name].classList.toggle("stale", on);
      parts[name].setAttribute("aria-busy", String(on));
    }
  };
  const ask = async (question, signal) => {
    const found = await host.ask(question, signal);
    if (found.error) throw told(found.error.what, found.error.expected, found.error.hint);
    return found;
  };
  const hasEvent = () => form.kind === "game" && Boolean(form.event) && !host.single;
  const hasSign = () => form.kind === "story" || Boolean(form.event) || host.single;
  const key = () => `${state.game}|${state.story}`;

  // A host without a solver behind it has none.
  const wishes = !host.wishes ? NO_WISHES : host.wishes(parts, {
    told: (question, signal) => asTold(ask(question, signal), signal),
    now: () => (asked && root.dataset.ready === writeState(state) ? { text: root.dataset.ready, signal: asked.signal } : null),
    varied,
    failed: (error) => showError(error),
    say,
    catalog: () => catalog,
    pictureButton,
  });
  wishes.show(false);

  // Every change goes through here: the newest question wins, older ones are given up.
  function change(next, settled, moved = null) {
    state = next;
    const goesOn = moved !== null && moved === last.moved && Date.now() - last.time < ONE_MOVE;
    last = { moved, time: Date.now() };
    host.address.write(writeState(state), !goesOn);
    clearTimeout(timer);
    asked?.abort();
    wait();
    timer = setTimeout(refresh, settled ? 0 : PAUSE);
  }

  // What is on the page belongs to another state: it looks so until its answer is there.
  function wait() {
    root.dataset.ready = "";
    root.dataset.settled = "";
    root.dataset.map = "";
    busy(["headline", "moves", "books", "firm"], true);
    if (state.other) busy(["worlds"], true);
    if (map && map.key !== mapKey(map)) busy(["map"], true);
    for (const box of parts.items.querySelectorAll(".flips")) box.classList.add("old");
    wishes.wait();
  }

  async function refresh(address) {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      let text = address ?? writeState(state);
      if (!catalog) catalog = await ask({ want: "catalog" }, signal);
      if (text.length > LONGEST) throw told(`a link of ${text.length} characters came`, `at most ${LONGEST}`, "copy the link again");
      if (!text) text = host.first ?? catalog.games[0].state;
      await refreshForm(text, signal);
      text = writeState(state);
      answer = await ask({ want: "answer", state: text }, signal);
      showAnswer();
      if (state.other) await refreshWorlds(text, signal);
      root.dataset.ready = text;
      await Promise.all([refreshMap(text, signal), refreshRest(text, signal)]);
      if (!signal.aborted) root.dataset.settled = text;
    } catch (error) {
      if (!signal.aborted) showError(error);
    }
  }

  function showError(error) {
    busy(SECTIONS, false);
    for (const name of ["tools", "map", "moves", "firm", "books"]) fill(parts[name]);
    wishes.drop();
    wishes.show(false);
    map = null;
    drawError(parts.headline, error.mistake ?? { what: "The explorer does not answer.", expected: "a running openrace", hint: "start it again with openrace explore" }, !host.address.go && catalog?.games[0]);
    say(`This cannot be answered: ${error.message}`);
    if (catalog) showPresets();
    root.dataset.ready = "error";
  }

  // The form depends on what is chosen, not on where sliders are.
  async function refreshForm(text, signal) {
    const read = readState(text);
    const shape = JSON.stringify([read.game, read.story, read.do, [...read.set].filter(([, value]) => Number.isNaN(Number(value)))]);
    if (form?.shape !== shape || state === null || text !== writeState(state)) {
      const found = await ask({ want: "form", state: text }, signal);
      // As the core writes it: a link that says the same in other words is the same state.
      state = readState(found.state ?? text);
      form = { ...found, shape };
      order = ranked.get(key()) ?? firstOrder(form);
      map = null;
      host.address.write(writeState(state), false);
      showPresets();
    }
    showControls();
  }

  const showPresets = () => drawPresets(parts.presets, catalog, form, state, host.address.go && ((link) => host.address.go(link)));
  const world = () => (edited === "other" && state.other ? state.other : state.set);
  const value = (item) => world().get(item.path) ?? item.preset;

  function set(path, text, settled) {
    const next = copied(state), own = edited === "other" && next.other ? next.other : next.set;
    if (text === form.items.find((item) => item.path === path)?.preset) own.delete(path);
    else put(own, path, text);
    change(next, settled, path);
  }

  function showControls() {
    if (!state.other) edited = "set";
    keepFocus(parts.event, () => {
      if (form.kind !== "game" || !Object.keys(form.events).length) return fill(parts.event);
      drawEvent(parts.event, form, form.event, (event) => change({ ...copied(state), do: event }, true));
      const concepts = catalog.concepts.filter((one) => form.concepts.includes(one.name));
      return parts.event.append(...drawConcepts(concepts, state.concept, (concept) => change({ ...copied(state), concept }, true)));
    });
    keepFocus(parts.worlds, () => {
      if (!hasEvent()) return fill(parts.worlds);
      return drawComparison(parts.worlds, state.other !== null, edited, {
        edit(kind) { edited = kind; showControls(); },
        begin() { edited = "other"; change({ ...copied(state), other: new Map() }, true); },
        end() { change({ ...copied(state), other: null }, true); },
      });
    });
    const drawn = `${form.shape}${edited}${order.join()}`;
    if (parts.items.dataset.drawn === drawn) return markItems(parts.items, form, value);
    parts.items.dataset.drawn = drawn;
    return keepFocus(parts.items, () => drawItems(parts.items, form, order, value, set));
  }

  async function refreshWorlds(text, signal) {
    busy(["worlds"], true);
    drawWorlds(parts.worlds.querySelector(".result"), await ask({ want: "diff", state: text }, signal), catalog.signs);
    busy(["worlds"], false);
  }

  function showAnswer() {
    const { shown } = answer;
    drawHeadline(parts.headline, answer, catalog.signs);
    drawBooks(parts.books, shown);
    if (shown.moves) {
      const svg = drawTimeline(shown.moves, catalog);
      fill(parts.moves, h("h2", {}, "Who releases when"), svg, pictureButton(svg, "timeline"));
    } else fill(parts.moves);
    busy(["headline", "moves", "books"], false);
    host.title?.(`${shown.headline} openrace explorer`);
    say(shown.sentence);
    fill(parts.tools,
      copyButton("copy link", () => host.address.link(), say), copyButton("copy sentence", () => shown.sentence, say), copyButton("copy command", () => answer.command, say),
      hasEvent() && wishes.cardButton(),
      form.kind === "game" && !host.single && h("button", { type: "button", class: "quiet", onclick: saveGame }, "save as TOML"),
      h("code", { class: "command" }, answer.command));
    wishes.show(hasEvent());
  }

  async function saveGame() {
    const found = await ask({ want: "toml", state: answer.state });
    save(found.name, found.toml, "application/toml");
    say("The game was saved.");
  }

  function pictureButton(svg, name, caption = [answer.shown.headline, `${answer.command}, openrace ${catalog.version}`]) {
    return h("button", { type: "button", class: "quiet", onclick: () => savePicture(svg, `openrace-${name}`, caption) }, `download the ${name}`);
  }

  // Where on the map the state itself is changes nothing on the map.
  function mapKey({ x, y }) {
    const rest = { ...copied(state), other: null };
    rest.set.delete(x.path);
    rest.set.delete(y.path);
    return writeState(rest);
  }

  async function refreshMap(text, signal) {
    if (!hasSign()) {
      map = null;
      return fill(parts.map);
    }
    if (map?.whole && map.key === mapKey(map)) {
      for (const axis of [map.x, map.y]) axis.at = Number(state.set.get(axis.path) ?? form.items.find((item) => item.path === axis.path)?.preset ?? axis.at);
      return showMap();
    }
    for (let first = 0; first === 0 || first < map.of;) {
      const found = (await ask({ want: "map", state: text, first }, signal)).map;
      if (!found) {
        map = null;
        busy(["map"], false);
        return fill(parts.map);
      }
      if (first === 0) map = { ...found, key: mapKey(found), codes: found.xs.map(() => found.ys.map(() => null)) };
      for (const [i, j, code] of found.cells) map.codes[i][j] = code;
      first = found.next;
      map.whole = first === found.of;
      busy(["map"], false);
      showMap();
    }
    return null;
  }

  function showMap() {
    const [svg, legend] = drawMap(map, catalog.signs, (x, y) => {
      const next = copied(state);
      for (const [axis, number] of [[map.x, x], [map.y, y]]) put(next.set, axis.path, String(Number(number.toPrecision(6))));
      change(next, true);
    });
    const numbers = form.items.filter((item) => item.kind === "number" && item.low < item.high);
    keepFocus(parts.map, () => fill(parts.map, h("h2", {}, "Where it flips ", h("small", {}, map.metric)), svg, legend,
      map.note && h("p", { class: "computing" }, map.note), numbers.length > 2 && axisChoices(map, numbers, (axes) => change({ ...copied(state), x: map.x.path, y: map.y.path, ...axes }, true)),
      map.whole && pictureButton(svg, "map")));
    root.dataset.map = map.whole ? "whole" : "partial";
  }

  // What is less urgent is asked once the hand rests.
  async function refreshRest(text, signal) {
    await new Promise((passed) => { setTimeout(passed, REST); });
    if (signal.aborted) return;
    drawFirm(parts.firm, hasEvent() ? await ask({ want: "firm", state: text }, signal) : { firm: [] });
    busy(["firm"], false);
    if (hasEvent() && !ranked.has(key())) await refreshRank(text, signal);
    await Promise.all([refreshFlips(text, signal), hasEvent() && wishes.refresh(text, signal)]);
  }

  const inOrder = (paths) => paths.map((path) => form.items.find((item) => item.path === path)).filter((item) => item?.kind === "number" && !item.whole && item.low < item.high);
  const firstNumbers = () => inOrder(order.slice(0, FLIPS));

  // Rules are about what labs care about; where that is one number at most, about the first ones.
  function varied() {
    const cares = inOrder(order).filter((item) => item.formula && Number(item.preset)).slice(0, FLIPS);
    return (cares.length > 1 ? cares : firstNumbers()).map((item) => item.path);
  }

  async function refreshFlips(text, signal) {
    for (const item of hasSign() ? firstNumbers() : []) {
      const found = await asTold(ask({ want: "flips", state: text, path: item.path }, signal), signal);
      drawFlips(parts.items, found.flips ?? { path: item.path, found: [], why: `not searched for flips: ${found.what}` }, catalog.signs);
    }
  }

  // What cannot be answered is said where the answer would be.
  async function asTold(answered, signal) {
    try {
      return await answered;
    } catch (error) {
      if (signal.aborted || !error.mistake) throw error;
      return error.mistake;
    }
  }

  // The first assumptions are those that the answer hangs on most, once that is known.
  async function refreshRank(text, signal) {
    const found = await asTold(ask({ want: "rank", state: text }, signal), signal);
    ranked.set(key(), [...new Set([...(found.rank ?? []), ...firstOrder(form)])]);
    order = ranked.get(key());
    showControls();
  }

  function fromAddress() {
    const text = host.address.read();
    if (state && text === writeState(state)) return;
    clearTimeout(timer);
    if (state) wait();
    refresh(text);
  }

  host.address.listen(fromAddress);
  fromAddress();
}
