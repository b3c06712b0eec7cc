// The host page: a record with the calling frame, put together from its parts. Its switches can be set
// in its address: `?usesCallingWindow=true&supportsInboundCalling=false&navigation=within`.

import { OTHER, PERSON } from "./account.js";
import { controls, frameBar } from "./controls.js";
import { dial } from "./dial.js";
import { notice } from "./dom.js";
import { Host } from "./frame.js";
import { MessageLog } from "./log.js";
import { logView } from "./logview.js";
import { phonePanel } from "./phone.js";
import { recordView } from "./record.js";
import { ring } from "./server.js";
import { statesView } from "./states.js";
import { surfacesView, tellOfThisWindow } from "./surfaces.js";
import { makeSwitches, setByAddress } from "./switches.js";
import { timeline } from "./timeline.js";

const switches = makeSwitches(true);
setByAddress(switches);
const log = new MessageLog(window.preview.log);
const onScreen = { ...shownBy(location.pathname), country: "GB" };
const host = new Host({ slot: "#slot", log, switches, record: () => onScreen });

Object.assign(window.preview, { switches, host, ring, dial: (number, callee) => dial(host, number, callee) });
Object.defineProperty(window.preview, "frame", { get: () => host.frame });

/** The record that a page's address names, also as a ticket of the help desk. */
function shownBy(path) {
  const [, place, , , ...rest] = path.split("/");
  const [kind, id] = place === "help-desk" ? ["0-5", rest[2]] : rest;
  return { kind, id: Number(id) };
}

/** Shows it. */
async function show() {
  const { kind, id } = Object.assign(onScreen, shownBy(location.pathname));
  const record = await recordView(document.querySelector("#record"), kind, id, window.preview.dial);
  onScreen.country = record.properties.country;
  document.title = `${record.name} · Stand-in for HubSpot (preview)`;
  host.changed();
}

/** Goes to another record: with a new page, or around the living frame. */
function go(url) {
  if (url === location.pathname) return;
  if (switches.navigation === "full") {
    location.assign(url);
    return;
  }
  history.pushState(null, "", url);
  show().catch((error) => notice(error.message));
}

host.addEventListener("navigate", ({ detail: url }) => go(url));
addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="/contacts/"]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.pathname);
});
addEventListener("popstate", () => show().catch((error) => notice(error.message)));

logView(document.querySelector("#log"), log);
phonePanel(document.querySelector("#phone"), host);
timeline(document.querySelector("#timeline"), host, onScreen);
frameBar(document.querySelector("#framebar"), host);
controls(document.querySelector("#controls"), host);
const other = document.querySelector("#other");
other.href = `${OTHER.origin}/`;
other.textContent = `Be ${OTHER.name} too`;
document.documentElement.toggleAttribute("data-second", PERSON.second);
statesView(document.querySelector("#states"), host);
host.load();
surfacesView(document.querySelector("#windows"), switches, tellOfThisWindow(host));
show().catch((error) => notice(error.message));
