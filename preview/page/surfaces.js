// The windows of HubSpot that are open, in all browsers, and which of them the calling app speaks
// from. Every page tells the preview of itself; the list is what HubSpot's side can see.

import { OTHER, PERSON, windowAddress } from "./account.js";
import { clock, el, notice } from "./dom.js";
import { ask } from "./server.js";

/** What a frame says for itself. Anything else it says for the agent or of a call. */
const OWN = new Set([
  "READY", "SYNC_ACK", "SYNC_ACK_FAILED", "INITIALIZED", "RESIZE_WIDGET", "LOGGED_IN", "LOGGED_OUT", "ERROR",
]);
const PLACES = { remote: "Navigation bar", widget: "Record page", window: "Calling window" };
/** Between two signs of life. */
const BEAT_MS = 30_000;
/** This browser, for all its windows. */
const BROWSER = localStorage.getItem("preview.browser") ?? crypto.randomUUID();
localStorage.setItem("preview.browser", BROWSER);
const lockOf = (id) => `preview window ${id}`;
const json = (window) =>
  ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(window) });

/** Tells the preview of this window, now and whenever it changes. */
export function tellOfThisWindow(host) {
  const id = crypto.randomUUID();
  let spoke = 0;
  let word = 0;
  let timer;
  const words = (gone) => ({
    id, spoke, gone, word: (word += 1),
    browser: BROWSER,
    user: PERSON.userId,
    place: host.switches.location,
    title: document.title.split(" · ")[0],
    visible: !document.hidden,
    connected: host.ready,
  });
  const tell = () => fetch("/preview/windows", json(words(false))).catch(() => {});
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 50);
  };
  host.addEventListener("message", ({ detail: { type } }) => {
    if (OWN.has(type)) return;
    spoke = Date.now();
    soon();
  });
  host.addEventListener("change", soon);
  addEventListener("visibilitychange", soon);
  addEventListener("pagehide", () => navigator.sendBeacon("/preview/windows", json(words(true)).body));
  // A window that is closed while the machine is busy gets no time for a last word. Its lock the browser
  // takes back by itself, and the other windows see that.
  const stay = () => navigator.locks.request(lockOf(id), () => {
    soon();
    return new Promise((leave) => addEventListener("pagehide", leave, { once: true }));
  });
  addEventListener("pageshow", stay);
  setInterval(tell, BEAT_MS);
  return id;
}

/** Tells the preview of windows of this browser that went without a word. */
async function tellOfLost(windows) {
  const { held } = await navigator.locks.query();
  const there = new Set(held.map(({ name }) => name));
  for (const window of windows) {
    if (window.browser !== BROWSER || there.has(lockOf(window.id))) continue;
    await fetch("/preview/windows", json({ ...window, gone: true, word: window.word + 1 }));
  }
}

function row({ id, place, title, visible, connected, speaks, spoke }, own) {
  return el("li", { "data-window": id, "data-speaks": speaks ? "" : null },
    el("span", { class: "grow" },
      el("strong", {}, PLACES[place] ?? place),
      el("span", { class: "quiet" }, place === "window" ? "" : ` · ${title}`)),
    el("span", { class: "tags" },
      speaks ? el("span", { "data-tone": "good", title: `HubSpot was last told something here at ${clock(spoke).slice(0, 8)}` }, "speaks to HubSpot") : null,
      id === own ? el("span", {}, "this one") : null,
      connected ? null : el("span", {}, "not connected"),
      visible ? null : el("span", {}, "hidden")));
}

/** Opens HubSpot's detached calling window. */
function openWindow({ usesCallingWindow }) {
  const features = "popup,width=420,height=760";
  if (!window.open(windowAddress(usesCallingWindow), "hubspot-calling-window", features)) {
    notice("The browser has blocked the calling window.");
  }
}

/** Shows the windows of both people. */
export function surfacesView(place, switches, own) {
  const lists = el("div", { class: "people" });
  place.replaceChildren(
    el("div", { class: "line" },
      el("h2", { id: "windows-title" }, "Open windows of HubSpot"),
      el("button", { type: "button", onclick: () => openWindow(switches) }, "Open the calling window")),
    lists,
    el("p", { class: "quiet small" }, "All show the same calls. HubSpot is told by one of them for each agent."));
  let shown = "";
  async function refresh() {
    const { results } = await ask("GET", "/preview/windows");
    await tellOfLost(results);
    const now = JSON.stringify(results);
    if (now === shown) return;
    shown = now;
    lists.replaceChildren(...[PERSON, OTHER].map(({ name, userId }) => {
      const own_ = results.filter(({ user }) => user === userId);
      if (own_.length === 0) return "";
      return el("div", {},
        el("h3", {}, name),
        el("ul", { class: "plain windows" }, ...own_.map((window) => row(window, own))));
    }));
  }
  const again = () => document.hidden || refresh().catch(() => {});
  setInterval(again, 1500);
  addEventListener("visibilitychange", again);
  setTimeout(again, 200);
}
