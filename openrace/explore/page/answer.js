// The right side: the sentence, the books, why, and how firm it is.
import { fill, h } from "./dom.js";

const DIRECTIONS = { up: "▲", down: "▼", neutral: "–", ambiguous: "◆", more: "▲", less: "▼", unknown: "?" };

export function drawHeadline(place, { state, shown }, signs) {
  const colour = signs.find((sign) => sign.word === shown.direction)?.colour ?? "transparent";
  place.style.setProperty("--sign", colour);
  fill(place,
    h("p", { class: "question" }, shown.question),
    h("h1", { "data-sentence": shown.sentence, "data-state": state }, shown.headline),
    shown.details && h("p", { class: "details" }, shown.details),
    shown.solved && h("p", { class: "solved" }, shown.solved),
    h("p", { class: "sure" }, h("span", { class: shown.proven ? "proof proven" : "proof" }, shown.sure), shown.concept && ` ${shown.concept}`));
}

function table(rows) {
  const without = rows.some((row) => row.without !== null);
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "table" }, h("table", {},
    h("thead", {}, h("tr", {}, ["", "before", "after", "change", without && "without it"].filter((t) => t !== false).map((t) => (t ? h("th", { scope: "col" }, t) : h("td"))))),
    h("tbody", {}, rows.map((row) => h("tr", { "data-metric": row.metric, "data-direction": row.direction },
      h("th", { scope: "row", title: row.unit || false }, row.words),
      h("td", {}, row.before), h("td", {}, row.after),
      h("td", {}, h("span", { class: `way ${row.direction}`, "aria-hidden": "true" }, DIRECTIONS[row.direction] ?? ""), ` ${row.change}`),
      without && h("td", {}, row.without ?? ""))))));
}

export function drawBooks(place, shown) {
  const book = ({ title, rows }) => {
    const [name, more] = title.split(": ");
    return [h("h2", {}, name, more && h("small", {}, ` ${more}`)), table(rows)];
  };
  fill(place,
    shown.books.map(book),
    shown.card && [h("h2", {}, "The shell's card"), h("pre", { tabindex: 0 }, shown.card)],
    shown.values && h("div", {}, h("h2", {}, "found"), h("dl", {}, shown.values.map((v) => [h("dt", {}, v.name), h("dd", {}, v.text)]))),
    shown.why.length > 0 && h("details", {}, h("summary", {}, "why: what each lab gets"), shown.why.map(why)),
    shown.all.length > 0 && h("details", {}, h("summary", {}, "every metric"), shown.all.map(book)));
}

function why({ lab, lines }) {
  return [h("h3", {}, lab), h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": `what ${lab} gets` }, h("table", {},
    h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, "before"), h("th", { scope: "col" }, "after"))),
    h("tbody", {}, lines.map((line) => h("tr", {}, h("th", { scope: "row" }, line.term), h("td", {}, line.before), h("td", {}, line.after))))))];
}

export function drawFirm(place, found) {
  fill(place, found.firm.length > 0 && [h("h2", {}, "How firm is it? ", h("small", {}, found.about)), h("ul", {}, found.firm.map((line) => h("li", {}, line)))]);
}

// `other` is a game to go on with.
export function drawError(place, error, other) {
  fill(place, h("p", { class: "question" }, "This cannot be answered."), h("h1", { class: "mistake", "data-mistake": error.what }, error.what),
    h("p", { class: "details" }, `Expected: ${error.expected}. ${error.hint ? `Try: ${error.hint}.` : ""}`),
    other && h("p", { class: "details" }, h("a", { href: `#${other.state}` }, `begin with ${other.name}`)));
}
