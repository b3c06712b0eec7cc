// The host page: a contact's record with the calling frame, put together from its parts.

import { controls, frameBar } from "./controls.js";
import { dial } from "./dial.js";
import { el, notice } from "./dom.js";
import { Host } from "./frame.js";
import { MessageLog } from "./log.js";
import { logView } from "./logview.js";
import { phonePanel } from "./phone.js";
import { recordView } from "./record.js";
import { ring } from "./server.js";
import { makeSwitches } from "./switches.js";
import { timeline } from "./timeline.js";

const switches = makeSwitches(true);
const log = new MessageLog(window.preview.log);
const onScreen = { kind: "0-1", id: 101, country: "GB" };
const host = new Host({ slot: "#slot", log, switches, record: () => onScreen });

Object.assign(window.preview, { switches, host, ring, dial: (number, callee) => dial(host, number, callee) });
Object.defineProperty(window.preview, "frame", { get: () => host.frame });

/** The record that the page's address names, also as a ticket of the help desk. */
function named() {
  const [, place, , , ...rest] = location.pathname.split("/");
  return place === "help-desk" ? ["0-5", rest[2]] : rest;
}

/** Shows it. */
async function show() {
  const [kind, id] = named();
  Object.assign(onScreen, { kind, id: Number(id) });
  const record = await recordView(document.querySelector("#record"), kind, id, window.preview.dial);
  onScreen.country = record.properties.country;
  document.title = `${record.name} · Stand-in for HubSpot (preview)`;
}

/** The frame's state in words. */
function states() {
  const on = (text, tone) => el("li", { "data-tone": tone }, text);
  document.querySelector("#states").replaceChildren(
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
}

host.addEventListener("change", states);
host.addEventListener("navigate", ({ detail: url }) => {
  if (url === location.pathname) return;
  if (switches.navigation === "full") {
    location.assign(url);
    return;
  }
  history.pushState(null, "", url);
  show().catch((error) => notice(error.message));
});
addEventListener("popstate", () => show().catch((error) => notice(error.message)));

logView(document.querySelector("#log"), log);
phonePanel(document.querySelector("#phone"), host);
timeline(document.querySelector("#timeline"), host, onScreen);
frameBar(document.querySelector("#framebar"), host);
controls(document.querySelector("#controls"), host);
host.load();
states();
show().catch((error) => notice(error.message));
