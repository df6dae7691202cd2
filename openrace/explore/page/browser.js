// The page of a static site: a worker in the browser holds Python and answers. What is given up is never started.
import { explore } from "./explorer.js";
import { addressBar, title } from "./address.js";

const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let count = 0, last = Promise.resolve();

worker.addEventListener("message", ({ data }) => {
  waiting.get(data.id)?.(JSON.parse(data.answer));
  waiting.delete(data.id);
});

function ask(question, signal) {
  const turn = last.then(() => {
    if (signal?.aborted) throw new DOMException("given up", "AbortError");
    count += 1;
    const id = count;
    return new Promise((answered) => {
      waiting.set(id, answered);
      worker.postMessage({ id, question: JSON.stringify(question) });
    });
  });
  last = turn.catch(() => null);
  return turn;
}

explore(document.getElementById("explorer"), { ask, address: addressBar, title, starting: "Python starts in your browser: about ten seconds, once." });
