// The page of the local server: questions go to the address that the page came from, and nowhere else.
import { explore } from "./explorer.js";
import { addressBar, title } from "./address.js";
import { wishesOf } from "./wishes.js";

async function ask(question, signal) {
  const reply = await fetch("ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal,
  });
  return reply.json();
}

explore(document.getElementById("explorer"), { ask, address: addressBar, title, wishes: wishesOf });
