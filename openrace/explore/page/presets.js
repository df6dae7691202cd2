// Where to begin: every game and every claim is one link.
import { fill, fresh, h } from "./dom.js";

// `go` opens a state where the page has no address of its own.
export function drawPresets(place, catalog, form, state, go) {
  const wasOpen = place.querySelector("details")?.open ?? false;
  const list = (title, entries) => h("div", { class: "list" }, h("h2", {}, title), h("ul", {}, entries));
  const entry = (name, text, link, here) => h("li", { "data-words": `${name} ${text}`.toLowerCase() }, h("a", { href: `#${link}`, "aria-current": here ? "true" : false, onclick: (event) => { box.open = false; if (go) { event.preventDefault(); go(link); } } }, h("strong", {}, name), h("span", {}, text)));
  const id = fresh("search");
  const search = h("input", { id, type: "search", oninput: () => {
    for (const line of box.querySelectorAll("li")) line.hidden = !line.dataset.words.includes(search.value.toLowerCase());
  } });
  const name = state?.story || state?.game;
  const box = h("details", { open: wasOpen },
    h("summary", {}, h("strong", {}, name || "choose a game"), form?.summary ? h("span", { class: "summary" }, form.summary) : null, h("span", { class: "choose" }, "change")),
    h("div", { class: "choices" }, h("label", { for: id }, "find a game or a claim"), search,
      list("Games", catalog.games.map((game) => entry(game.name, game.summary, game.state, game.name === state?.game))),
      list("Claims from the threads", catalog.stories.map((story) => entry(story.name, `${story.who}: ${story.claim}`, story.state, story.name === state?.story)))));
  fill(place, box);
}
