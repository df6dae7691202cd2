// Two worlds side by side: whose sliders are moved, both sentences, what differs, and which difference explains it.
import { fill, fresh, h } from "./dom.js";

export function drawComparison(place, isOn, edited, { edit, begin, end }) {
  if (!isOn) return fill(place, h("button", { type: "button", onclick: begin }, "compare with another world"));
  const name = fresh("world");
  const radio = (kind, words) => h("label", {}, h("input", { type: "radio", name, checked: edited === kind, onchange: () => edit(kind) }), ` ${words}`);
  const box = place.querySelector(".result") ?? h("div", { class: "result" });
  return fill(place, h("fieldset", {}, h("legend", {}, "the sliders move"), radio("set", "your world"), radio("other", "theirs")), box,
    h("button", { type: "button", class: "quiet", onclick: end }, "end the comparison"));
}

export function drawWorlds(place, { diff, shown }, signs) {
  const column = (title, one) => {
    const box = h("div", { class: "world" }, h("h2", {}, title), h("p", { class: "verdict" }, one.headline), h("p", { class: "details" }, one.details));
    box.style.setProperty("--sign", signs.find((sign) => sign.word === one.direction)?.colour ?? "transparent");
    return box;
  };
  const share = (row) => (row.shapley === null || row.shapley === undefined ? "" : String(Number(row.shapley.toFixed(2))));
  const head = ["assumption", "yours", "theirs", "alone, it makes yours", "share of the difference"];
  fill(place,
    h("div", { class: "worlds" }, column("yours", shown[0]), column("theirs", shown[1])),
    h("p", { class: "explained", "data-explained": diff.sentence }, diff.sentence),
    diff.differences.length > 0 && h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "differences" }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, diff.differences.map((row) => h("tr", {}, h("th", { scope: "row" }, row.path), h("td", {}, row.first), h("td", {}, row.second), h("td", {}, row.swapped_in ?? ""), h("td", {}, share(row))))))));
}
