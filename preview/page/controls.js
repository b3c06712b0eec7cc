// The frame's bar (where HubSpot shows it, minimise, reload) and the switches of the stand-in.

import { el, notice } from "./dom.js";
import { ask } from "./server.js";

/** Where HubSpot shows the frame on the page of a record. */
const LOCATIONS = [
  ["remote", "remote"],
  ["widget", "widget"],
];

function select(name, options, value, onchange) {
  return el("select", { name, onchange: (event) => onchange(event.target.value) },
    ...options.map(([key, label]) => el("option", { value: key, selected: key === value }, label)));
}

/** The bar over the frame. */
export function frameBar(place, host) {
  const minimise = el("button", {
    type: "button",
    onclick: () => host.minimize(!host.minimized),
  }, "Minimise");
  host.addEventListener("change", () => {
    minimise.textContent = host.minimized ? "Open" : "Minimise";
  });
  place.replaceChildren(
    el("label", {}, "Shown as ",
      select("location", LOCATIONS, host.switches.location, (value) => {
        host.switches.location = value;
        host.load();
      })),
    minimise,
    el("button", { type: "button", title: "Load the frame anew", onclick: () => host.load() }, "Reload"),
    el("button", {
      type: "button",
      title: "Send END_CALL, as HubSpot does when it wants a call ended",
      onclick: () => (host.ready ? host.send("END_CALL") : notice("The calling app is not connected yet.")),
    }, "End call"),
  );
}

/** The switches. Those of replies work at once, those of SYNC with the next frame. */
export function controls(place, host) {
  const { switches } = host;
  const check = (name, label, then) =>
    el("label", { class: "check" },
      el("input", {
        type: "checkbox",
        name,
        checked: switches[name],
        onchange: (event) => {
          switches[name] = event.target.checked;
          then?.();
        },
      }), label);
  const signIn = el("input", {
    type: "checkbox",
    onchange: (event) => {
      ask("POST", "/preview/switches", { autoSignIn: event.target.checked })
        .catch((error) => notice(error.message));
    },
  });
  const network = el("input", {
    type: "checkbox",
    onchange: (event) => {
      ask("POST", "/preview/switches", { network: !event.target.checked })
        .catch((error) => notice(error.message));
    },
  });
  const rotation = el("input", {
    type: "checkbox",
    onchange: (event) => {
      ask("POST", "/preview/switches", { rotateRefreshTokens: event.target.checked })
        .catch((error) => notice(error.message));
    },
  });
  const opener = el("select", {
    onchange: (event) => {
      ask("POST", "/preview/switches", { openerPolicy: event.target.value })
        .catch((error) => notice(error.message));
    },
  }, ...["unsafe-none", "same-origin"].map((policy) => el("option", { value: policy }, policy)));
  const backend = el("span", { class: "quiet" });
  const order = (what) => async () => {
    backend.textContent = "…";
    await ask("POST", `/preview/backend/${what}`).catch((error) => notice(error.message));
    await refresh();
  };
  async function refresh() {
    const now = await ask("GET", "/preview/switches");
    signIn.checked = now.autoSignIn;
    rotation.checked = now.rotateRefreshTokens;
    opener.value = now.openerPolicy;
    network.checked = !now.network;
    backend.textContent = now.backendUp ? "running" : "stopped";
  }
  place.replaceChildren(
    el("summary", {}, "Switches of the stand-in"),
    el("fieldset", {},
      el("legend", {}, "Replies to the calling app"),
      el("label", {}, "Answers ",
        select("answers", [
          ["once", "once"], ["twice", "twice"], ["never", "never (lost)"], ["fail", "with a failure"],
        ], switches.answers, (value) => (switches.answers = value))),
      el("label", {}, "Delay in ms ",
        el("input", {
          type: "number", name: "delayMs", min: 0, max: 60000, step: 10, value: switches.delayMs,
          onchange: (event) => (switches.delayMs = Number(event.target.value) || 0),
        })),
      check("withExternalCallId", "name the call (externalCallId)"),
      check("engagementCreatedToo", "send ENGAGEMENT_CREATED too"),
      check("recordCarriesId", "the page's record carries hs_call_external_id")),
    el("fieldset", {},
      el("legend", {}, "Click-to-call, records and SYNC"),
      el("label", {}, "objectId is ",
        select("objectId", [
          ["record", "the record"], ["zero", "0"], ["alternate", "0 every other time"],
        ], switches.objectId, (value) => (switches.objectId = value))),
      el("label", {}, "A record opened in the same tab ",
        select("navigation", [
          ["full", "loads the page anew"], ["within", "keeps the frame"],
        ], switches.navigation, (value) => (switches.navigation = value))),
      check("usesCallingWindow", "usesCallingWindow (loads the frame anew)", () => host.load()),
      check("supportsInboundCalling", "supportsInboundCalling (else the app is on records only)", () => {
        const { supportsInboundCalling } = switches;
        switches.location = supportsInboundCalling ? "remote" : "widget";
        document.querySelector("[name=location]").value = switches.location;
        host.load();
      })),
    el("fieldset", {},
      el("legend", {}, "Connecting the app"),
      el("label", { class: "check" }, rotation, "a refresh token is replaced when it is used"),
      el("label", {}, "Opener policy of the pages ", opener)),
    el("fieldset", {},
      el("legend", {}, "Backend"),
      el("label", { class: "check" }, network, "the network between browsers and the backend is cut"),
      el("label", { class: "check" }, signIn, "sign the demo agents in automatically"),
      el("p", { class: "line" }, "The backend is ", backend),
      el("p", { class: "line" },
        ...["kill", "start", "restart"].map((what) =>
          el("button", { type: "button", onclick: order(what) }, what[0].toUpperCase() + what.slice(1))))),
  );
  // Needed only while the switches are in sight.
  setInterval(() => document.hidden || !place.open || refresh().catch(() => {}), 2000);
  refresh().catch(() => {});
}
