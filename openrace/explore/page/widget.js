// The page in a notebook: questions go to the Python that runs there.
import { explore } from "./explorer.js";
import { inTurn } from "./turns.js";
import { wishesOf } from "./wishes.js";

export function render({ model, el }) {
  const { ask, answered } = inTurn((id, question) => model.send({ id, question }));
  model.on("msg:custom", answered);
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
  explore(el, { ask, address, wishes: wishesOf });
}
