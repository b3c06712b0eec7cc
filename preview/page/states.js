// The state of a calling frame in words, as HubSpot's side knows it.

import { PERSON } from "./account.js";
import { el } from "./dom.js";

const on = (text, tone) => el("li", { "data-tone": tone }, text);

/** Keeps the list up to date. */
export function statesView(place, host) {
  const show = () => place.replaceChildren(
    on(PERSON.name, "who"),
    host.ready
      ? on("Connected", "good")
      : host.failed
        ? on("No answer from the frame", "bad")
        : on("Waiting for the frame", "wait"),
    host.loggedIn ? on("Signed in", "good") : on("Signed out", "wait"),
    ...(host.available === null
      ? []
      : [host.available ? on("Available", "good") : on("Not available", "wait")]),
  );
  host.addEventListener("change", show);
  show();
}
