// Python in the browser: the core of the explorer, as it is everywhere else.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const START = `
import json
from openrace.explore.core import call

def ask(text):
    return json.dumps(call(json.loads(text)), allow_nan=False)

ask
`;

async function start() {
  const [pyodide, site] = await Promise.all([loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href }), fetch("site.json").then((reply) => reply.json())]);
  await pyodide.loadPackage(site.packages);
  for (const wheel of site.wheels) {
    const reply = await fetch(`wheels/${wheel}`);
    pyodide.unpackArchive(await reply.arrayBuffer(), "wheel");
  }
  return pyodide.runPython(START);
}

const python = start();

self.addEventListener("message", async ({ data: { id, question } }) => {
  let answer;
  try {
    answer = (await python)(question);
  } catch (error) {
    answer = JSON.stringify({ error: { what: String(error.message ?? error).slice(-300), expected: "an answer", hint: "reload the page" } });
  }
  self.postMessage({ id, answer });
});
