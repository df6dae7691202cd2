// The page as one file: answers come from the table that it carries, at solved points only.
import { addressBar, title } from "./address.js";
import { explore } from "./explorer.js";
import { tableHost } from "./table.js";

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

unpacked(document.getElementById("answers").textContent).then((data) => {
  explore(document.getElementById("explorer"), { ...tableHost(data, addressBar), title });
});
