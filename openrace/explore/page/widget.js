// The page in a notebook: questions go to the Python that runs there, one after another.
import { explore } from "./explorer.js";

export function render({ model, el }) {
  let count = 0, last = Promise.resolve();
  const waiting = new Map();
  model.on("msg:custom", (message) => {
    waiting.get(message.id)?.(JSON.parse(message.answer));
    waiting.delete(message.id);
  });

  // What was given up while it waited for its turn is never sent.
  function ask(question, signal) {
    const turn = last.then(() => {
      if (signal?.aborted) throw new DOMException("given up", "AbortError");
      count += 1;
      const id = count;
      return new Promise((answered) => {
        waiting.set(id, answered);
        model.send({ id, question });
      });
    });
    last = turn.catch(() => null);
    return turn;
  }

  const address = {
    read: () => model.get("state"),
    write(text) {
      if (text === model.get("state")) return;
      model.set("state", text);
      model.save_changes();
    },
    link: () => model.get("state"),
    listen: (changed) => model.on("change:state", changed),
    go(text) {
      this.write(text);
    },
  };
  el.classList.add("openrace");
  explore(el, { ask, address });
}
