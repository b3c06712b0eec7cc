// The simulated phone system's panel: who calls, and what the far end of each call does.

import { PERSON } from "./account.js";
import { dial } from "./dial.js";
import { clock, el, notice } from "./dom.js";
import { ask, ring } from "./server.js";

const CALLERS = [
  ["+44 20 7946 0958", "Ada Lovelace"],
  ["+1 212 555 0142", "Grace Hopper"],
  ["+49 30 23125 777", "Emmy Noether"],
  ["+44 20 7946 0200", "Engines & Co"],
  ["+44 20 7946 0321", "Mary or William Somerville"],
  ["+44 20 7946 0444", "Hedy Lamarr or Hopping Ltd"],
  ["+44 20 7946 0555", "Sally Sales, a colleague"],
  ["+44 161 496 0777", "not in the CRM"],
];

const FAR_ENDS = [
  ["+44 20 7946 0901", "…01", "busy"],
  ["+44 20 7946 0902", "…02", "no answer"],
  ["+44 20 7946 0903", "…03", "rejects"],
  ["+44 20 7946 0904", "…04", "fails"],
  ["+44 20 7946 0958", "others", "answer by themselves"],
];

/** What the phone system says of a call, in words. */
const STATES = {
  calling: "ringing",
  dialled: "being dialled",
  ringing: "ringing",
  connected: "connected",
};

/** Does something and says so when it does not work. */
async function tried(action) {
  try {
    await action();
  } catch (error) {
    notice(error.message);
  }
}

export function phonePanel(place, host) {
  const from = el("input", { id: "from", value: CALLERS[0][0], autocomplete: "off", type: "tel" });
  from.setAttribute("list", "callers");
  const list = el("ul", { class: "plain far-ends", "aria-live": "polite" });
  place.replaceChildren(
    el("h2", { id: "phone-title" }, "The phone system (simulated)"),
    el("form", {
      class: "line",
      onsubmit: (event) => {
        event.preventDefault();
        tried(async () => {
          await ring(from.value.trim(), undefined, PERSON.agent);
          await refresh();
        });
      },
    },
      el("label", { for: "from" }, "Caller"),
      from,
      el("datalist", { id: "callers" },
        ...CALLERS.map(([number, name]) => el("option", { value: number, label: name }))),
      el("button", { class: "main" }, "Let it ring")),
    el("p", { class: "far-hints quiet" },
      "Outgoing, the last two digits decide: ",
      ...FAR_ENDS.map(([number, digits, what]) =>
        el("button", { type: "button", class: "chip", title: `Call ${number}`, onclick: () => dial(host, number) },
          el("b", {}, digits), ` ${what}`))),
    list,
  );

  const act = (id, what) => tried(async () => {
    await ask("POST", `/preview/calls/${id}/${what}`);
    await refresh();
  });

  function row({ id, direction, number, since, state }) {
    const inbound = direction === "inbound";
    return el("li", { class: "far-end" },
      el("span", { class: "grow" },
        el("strong", { class: "tabular" }, number || "unknown"), " ",
        el("span", { class: "quiet" }, `${inbound ? "calls the agent" : "is called"} · ${STATES[state] ?? "unknown"} · ${clock(since).slice(0, 8)}`)),
      inbound || state === "connected"
        ? null
        : el("button", { type: "button", onclick: () => act(id, "answer") }, "Answer"),
      el("button", { type: "button", class: "stop", onclick: () => act(id, "hangup") }, "Hang up"));
  }

  let shown = "";
  async function refresh() {
    const { results } = await ask("GET", "/preview/calls");
    const now = JSON.stringify(results);
    if (now === shown) return;
    shown = now;
    list.replaceChildren(
      ...(results.length > 0
        ? results.map(row)
        : [el("li", { class: "quiet" }, "No calls at the far end.")]),
    );
  }
  const again = () => refresh().catch(() => {});
  host.addEventListener("change", again);
  setInterval(() => document.hidden || again(), 1500);
  again();
}
