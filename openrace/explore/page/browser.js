// The page of a static site: a worker in the browser holds Python and answers.
import { addressBar, title } from "./address.js";
import { explore } from "./explorer.js";
import { inTurn } from "./turns.js";
import { wishesOf } from "./wishes.js";

const worker = new Worker("worker.js", { type: "module" });
const { ask, answered } = inTurn((id, question) => worker.postMessage({ id, question: JSON.stringify(question) }));
worker.addEventListener("message", ({ data }) => answered(data));

explore(document.getElementById("explorer"), { ask, address: addressBar, title, wishes: wishesOf, starting: "Python starts in your browser: about ten seconds, once." });
