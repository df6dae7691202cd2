// What can be taken away: the link, the sentence, the command, the game's file, and every picture.
import { h } from "./dom.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page that was opened from a file has no clipboard of its own.
    const box = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
}

export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A button that copies what `text()` gives, and says so.
export function copyButton(label, text, say) {
  return h("button", {
    type: "button",
    class: "quiet",
    async onclick() {
      await copy(text());
      say(`${label}: copied.`);
    },
  }, label);
}

// A picture as a file of its own: black on white, with what it shows and how to repeat it.
export function savePicture(svg, name, caption) {
  const own = svg.cloneNode(true);
  const [, , width, height] = own.getAttribute("viewBox").split(" ").map(Number);
  const lines = caption.filter(Boolean);
  const tall = height + 6 + 14 * lines.length;
  own.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  own.setAttribute("viewBox", `0 0 ${width} ${tall}`);
  own.setAttribute("width", width);
  own.setAttribute("height", tall);
  own.setAttribute("color", "#1a1a1a");
  own.setAttribute("font-family", "system-ui, sans-serif");
  const make = (tag, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  own.prepend(make("rect", { width, height: tall, fill: "#ffffff" }));
  lines.forEach((line, k) => {
    own.append(make("text", { x: 4, y: height + 14 + 14 * k, "font-size": 10, fill: "#1a1a1a" }, line));
  });
  save(`${name}.svg`, new XMLSerializer().serializeToString(own), "image/svg+xml");
}
