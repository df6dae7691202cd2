// The answer as a card to quote: its picture, which is only ever an image, and its paragraph.
import { fill, h } from "./dom.js";
import { copyButton, save } from "./share.js";

const WIDE = 1200, HIGH = 630;

export function drawCard(place, { card, svg, why }, say) {
  const picture = svg && h("img", { class: "quoted", width: WIDE, height: HIGH, alt: `Card: ${card.verdict}`, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });
  const button = (words, onclick) => h("button", { type: "button", class: "quiet", onclick }, words);
  fill(place, picture || h("p", { class: "details" }, why),
    h("p", { class: "paragraph", "data-paragraph": card.text }, card.text),
    h("div", { class: "row" },
      copyButton("copy paragraph", () => card.text, say),
      picture && button("download the card as SVG", () => save("openrace-card.svg", svg, "image/svg+xml")),
      picture && button("download the card as PNG", () => savePng(picture))),
    h("p", { class: "details" }, h("code", {}, card.command)));
}

function savePng(picture) {
  const canvas = h("canvas", { width: WIDE, height: HIGH });
  canvas.getContext("2d").drawImage(picture, 0, 0, WIDE, HIGH);
  canvas.toBlob((content) => save("openrace-card.png", content, "image/png"), "image/png");
}
