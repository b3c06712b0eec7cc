// The middle column: every call record of the stand-in, newest first, and the tickets and deals of
// the record on screen.

import { ACCOUNT, addressOf } from "./account.js";
import { clock, el } from "./dom.js";
import { ask } from "./server.js";

const OUTCOMES = {
  "9d9162e7-6cf3-4944-bf63-4dff82258764": "Busy",
  "f240bbac-87c9-4f6e-bf70-924b57d47db7": "Connected",
  "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": "Left live message",
  "b2cf5968-551e-4856-9783-52b3da59a7d0": "Left voicemail",
  "73a0d17f-1163-4015-bdd5-ec830791da20": "No answer",
  "17b47fee-58de-441e-a44c-c6300d46f273": "Wrong number",
};

function length(ms) {
  const seconds = Math.round(Number(ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** HubSpot keeps notes as HTML; here they are shown as the text in them. */
function plain(html) {
  const page = new DOMParser().parseFromString(html.replace(/<br\s*\/?>|<\/p>/gi, "\n"), "text/html");
  return page.body.textContent.trim();
}

function item({ id, properties: p, associations }, names) {
  const inbound = p.hs_call_direction === "INBOUND";
  const linked = Object.values(associations).flatMap(({ results }) => results);
  const who = linked.map(({ id, type }) => names.get(`${type.split("_to_")[1]} ${id}`) ?? id);
  const facts = [
    p.hs_call_status ?? "no status yet",
    p.hs_call_duration ? length(p.hs_call_duration) : null,
    OUTCOMES[p.hs_call_disposition],
  ];
  return el("li", { class: "call", "data-id": id },
    el("div", { class: "line" },
      el("strong", {}, p.hs_call_title ?? (inbound ? "Inbound call" : "Outbound call")),
      el("time", { class: "quiet" }, p.hs_timestamp ? clock(Date.parse(p.hs_timestamp)).slice(0, 8) : "")),
    el("div", { class: "line" },
      el("span", { class: "tabular" },
        p.hs_call_from_number || "unknown", " → ", p.hs_call_to_number || "unknown")),
    el("div", { class: "tags" },
      ...facts.filter(Boolean).map((fact) => el("span", {}, fact)),
      ...who.map((name) => el("span", { "data-tone": "good" }, name))),
    p.hs_call_body ? el("p", { class: "body" }, plain(p.hs_call_body)) : null,
    el("p", { class: "quiet small tabular" },
      `Record ${id} · call ${p.hs_call_external_id ?? "without external id"}`));
}

const WORDS = { "0-1": "contact", "0-2": "company", "0-3": "deal", "0-5": "ticket" };

/** A ticket or deal of the record on screen. */
function service({ kind, id, name, stage, created }) {
  return el("li", { class: "call", "data-service": id },
    el("div", { class: "line" },
      el("strong", {}, el("a", { href: addressOf({ kind, id }) }, name)),
      el("time", { class: "quiet" }, clock(created).slice(0, 8))),
    el("div", { class: "tags" },
      el("span", {}, kind === "0-5" ? "Ticket" : "Deal"),
      el("span", { "data-tone": "good" }, stage)));
}

/** Keeps the list up to date: every 1.5 seconds and whenever the frame's calls change. */
export function timeline(place, host, onScreen) {
  const list = el("ul", { class: "plain calls" });
  const only = el("input", { type: "checkbox", onchange: () => refresh(true) });
  const count = el("span", { class: "quiet" });
  place.replaceChildren(
    el("div", { class: "line" },
      el("h2", { id: "timeline-title" }, "Timeline of call records"),
      count,
      el("label", { class: "check" }, only, "this record only")),
    list,
  );
  let shown = "";
  async function refresh(force) {
    const [{ results }, records, { related }] = await Promise.all([
      ask("GET", `/preview/hubspot/calls?account=${ACCOUNT.portalId}`),
      ask("GET", "/preview/host/records"),
      ask("GET", `/preview/host/record/${onScreen.kind}/${onScreen.id}`),
    ]);
    const services = related.filter(({ kind }) => kind === "0-5" || kind === "0-3");
    const now = JSON.stringify([results, services]);
    if (now === shown && !force) return;
    shown = now;
    const names = new Map(records.results.map((r) => [`${WORDS[r.kind]} ${r.id}`, r.name]));
    const here = `call_to_${WORDS[onScreen.kind]} ${onScreen.id}`;
    const calls = results
      .filter(({ associations }) => {
        const linked = Object.values(associations).flatMap(({ results }) => results);
        return !only.checked || linked.some(({ id, type }) => `${type} ${id}` === here);
      })
      .reverse();
    count.textContent = `${calls.length}`;
    list.replaceChildren(
      ...services.map(service),
      ...(calls.length > 0
        ? calls.slice(0, 50).map((call) => item(call, names))
        : [el("li", { class: "quiet" }, "No calls yet. Let the phone ring, or click a number.")]),
    );
  }
  // While the preview is stopped there is nothing to refresh; the next try will do.
  const again = () => refresh().catch(() => {});
  setInterval(() => document.hidden || again(), 1500);
  host.addEventListener("change", () => setTimeout(again, 100));
  again();
}
