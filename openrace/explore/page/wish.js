// A part of the page that is computed when somebody opens it, and again for every state while it is open.
import { fill } from "./dom.js";

// `compute(text, signal, ready)` asks and draws into `place`; `ready()` says that what is drawn belongs to the state.
export function onWish(place, compute) {
  let isOpen = false, shown = null, under = null;
  const busy = (on) => {
    place.classList.toggle("stale", on);
    place.setAttribute("aria-busy", String(on));
  };
  const settle = (text) => {
    shown = text;
    under = null;
    place.dataset.of = text ?? "";
  };
  return {
    get isOpen() { return isOpen; },
    // `now` is the state whose answer is on the page, with its signal; null while another one is being computed.
    toggle(on, now) {
      isOpen = on;
      return now ? this.refresh(now.text, now.signal) : null;
    },
    drop() {
      settle(null);
      busy(false);
      fill(place);
    },
    // What is drawn belongs to another state; where nobody looks at it, it is taken away.
    wait() {
      if (!isOpen) return this.drop();
      settle(null);
      return busy(true);
    },
    async refresh(text, signal) {
      if (!isOpen || signal.aborted || text === shown || text === under?.text) return;
      const own = { text };
      under = own;
      busy(true);
      try {
        await compute(text, signal, () => { if (under === own) busy(false); });
        if (under !== own) return;
        settle(text);
        busy(false);
      } catch (error) {
        if (under === own) under = null;
        if (!signal.aborted) throw error;
      }
    },
  };
}
