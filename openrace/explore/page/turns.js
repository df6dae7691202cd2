// Questions to a solver that answers one after another. What is given up while it waits for its turn is never sent.
export function inTurn(send) {
  const waiting = new Map();
  let count = 0, last = Promise.resolve();
  return {
    ask(question, signal) {
      const turn = last.then(() => {
        if (signal?.aborted) throw new DOMException("given up", "AbortError");
        count += 1;
        const id = count;
        return new Promise((answered) => {
          waiting.set(id, answered);
          send(id, question);
        });
      });
      last = turn.catch(() => null);
      return turn;
    },
    answered({ id, answer }) {
      waiting.get(id)?.(JSON.parse(answer));
      waiting.delete(id);
    },
  };
}
