// What somebody opens on wish: what each factor does, rules in words, and the card to quote.
import { drawCard } from "./card.js";
import { fill, h, keepFocus } from "./dom.js";
import { drawWaterfall, effectsTable } from "./effects.js";
import { swatch } from "./map.js";
import { onWish } from "./wish.js";

// `now()` is the state whose answer is on the page, `told(question, signal)` its answer or what is wrong with the question,
// `varied()` the assumptions that rules are about.
export function wishesOf(parts, { told, now, varied, failed, say, catalog, pictureButton }) {
  const details = (text) => h("p", { class: "details" }, text);
  const refused = ({ what, expected }) => details(`This cannot be computed: ${what}. Expected: ${expected}.`);

  // A part that opens and closes by itself.
  function section(place, words, compute) {
    const inside = h("div", { class: "inside" });
    const wish = onWish(inside, (...asked) => compute(inside, ...asked));
    const box = h("details", { ontoggle: () => wish.toggle(box.open, now())?.catch(failed) }, h("summary", {}, words), inside);
    fill(place, box);
    return wish;
  }

  async function effects(place, text, signal, ready) {
    const draw = (found, note) => {
      const { total, bars, lines, legend } = found.effects, svg = drawWaterfall(found.effects, catalog());
      keepFocus(place, () => fill(place, h("p", {}, total), svg, note && h("p", { class: "computing" }, note),
        pictureButton(svg, "factors", [total, `${found.command}, openrace ${catalog().version}`]),
        effectsTable(bars), lines.map(details), details(legend)));
      ready();
    };
    const quick = await told({ want: "effects", state: text, quick: true }, signal);
    if (!quick.effects) return fill(place, refused(quick));
    draw(quick, quick.open && "Intervals over the evidence are being computed.");
    if (!quick.open) return null;
    const whole = await told({ want: "effects", state: text }, signal);
    return whole.effects ? draw(whole) : draw(quick, `There are no intervals: ${whole.what}.`);
  }

  async function rules(place, text, signal) {
    const paths = varied(), found = await told({ want: "rules", state: text, paths }, signal);
    if (!found.rules) return fill(place, refused(found));
    const line = ({ sentence, sign, checked }) => h("li", {}, swatch(catalog().signs.find((one) => one.code === sign).colour), h("div", {}, h("p", {}, sentence), details(checked)));
    return keepFocus(place, () => fill(place, h("p", {}, "Each of these anywhere on its slider: ", paths.map((path, k) => [k > 0 && ", ", h("code", {}, path)]), `. ${found.over}`),
      found.rules.length ? h("ol", { class: "rules" }, found.rules.map(line)) : h("p", {}, "No box of these assumptions has one sign in most of its points."),
      details(found.explained), details(h("code", {}, found.command))));
  }

  const card = onWish(parts.card, async (text, signal) => {
    const found = await told({ want: "card", state: text }, signal);
    keepFocus(parts.card, () => (found.card ? drawCard(parts.card, found, say) : fill(parts.card, refused(found))));
  });
  const all = [section(parts.effects, "What each factor does", effects), section(parts.rules, "Which assumptions make the sign", rules), card];

  return {
    wait: () => all.forEach((wish) => wish.wait()),
    drop: () => all.forEach((wish) => wish.drop()),
    refresh: (text, signal) => Promise.all(all.map((wish) => wish.refresh(text, signal))),
    // Some states have nothing to open.
    show(isThere) {
      for (const part of [parts.effects, parts.rules]) part.hidden = !isThere;
      parts.card.hidden = !isThere || !card.isOpen;
    },
    cardButton() {
      const button = h("button", { type: "button", class: "quiet", "aria-expanded": String(card.isOpen), onclick() {
        parts.card.hidden = card.isOpen;
        button.setAttribute("aria-expanded", String(!card.isOpen));
        card.toggle(!card.isOpen, now())?.catch(failed);
      } }, "card to quote");
      return button;
    },
  };
}
