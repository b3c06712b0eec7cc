// What the host does about each message of the widget, as far as HubSpot's behaviour is known.

import { ACCOUNT } from "./account.js";
import { notice } from "./dom.js";
import { ask } from "./server.js";

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Handles one message that HubSpot's SDK handed to its host. */
export function onMessage(host, { type, data = {} }) {
  const handler = HANDLERS[type];
  if (!handler) return;
  Promise.resolve(handler(host, data ?? {}, type)).catch((error) => {
    console.error(`${type}: ${error.message}`);
  });
}

/** Replies as the switches say: once, twice or never, late, with or without the call's id. */
async function reply(host, call, type, data) {
  const { answers, delayMs, withExternalCallId } = host.switches;
  const manager = host.manager;
  const named = withExternalCallId && call ? { ...data, externalCallId: call } : data;
  if (delayMs > 0) await wait(delayMs);
  // A frame that was made anew meanwhile gets no answer to the old one's question.
  if (answers === "never" || manager !== host.manager || !host.ready) return;
  for (let i = 0; i < (answers === "twice" ? 2 : 1); i += 1) host.send(type, named);
}

const failed = (message) => ({ error: { message } });

async function announced(host, data, type) {
  const inbound = type === "INCOMING_CALL";
  const id = String(data.externalCallId);
  const asked = {
    externalCallId: id,
    direction: inbound ? "INBOUND" : "OUTBOUND",
    from: data.fromNumber,
    to: data.toNumber ?? data.phoneNumber,
    started: data.callStartTime,
    withExternalId: host.switches.recordCarriesId,
    create: Boolean(data.createEngagement) && host.switches.answers !== "fail",
  };
  const call = { ...asked, state: "ringing", contact: inbound ? undefined : host.dialled };
  host.dialled = undefined;
  host.calls.set(id, call);
  host.changed();
  const { engagementId } = await ask("POST", "/preview/host/engagements", asked);
  call.engagementId = engagementId;
  host.changed();
  if (engagementId !== undefined) {
    await reply(host, id, "CREATE_ENGAGEMENT_SUCCEEDED", { engagementId });
    if (host.switches.engagementCreatedToo) {
      await reply(host, id, "ENGAGEMENT_CREATED", { engagementId });
    }
  } else if (data.createEngagement) {
    await reply(host, id, "CREATE_ENGAGEMENT_FAILED", failed("The engagement was not created."));
  }
  if (!inbound) return;
  const number = encodeURIComponent(data.fromNumber ?? "");
  const found = await ask("GET", `/preview/host/match?number=${number}`);
  if (found.callerIdMatches.length > 0 && host.switches.answers !== "fail") {
    await reply(host, id, "CALLER_ID_MATCH_SUCCEEDED", found);
  } else {
    await reply(host, id, "CALLER_ID_MATCH_FAILED", failed("No record has this number."));
  }
}

function answered(host, data) {
  const call = host.calls.get(String(data.externalCallId));
  if (call) call.state = "connected";
  host.changed();
}

async function ended(host, data) {
  const id = String(data.externalCallId);
  const call = host.calls.get(id);
  if (call) call.state = "ended";
  await ask("POST", "/preview/host/ended", { externalCallId: id });
  host.changed();
}

async function completed(host, data) {
  const id = String(data.externalCallId);
  const call = host.calls.get(id);
  const engagementId = data.engagementId ?? call?.engagementId;
  if (call) call.state = "completed";
  if (data.hideWidget !== false) host.minimize(true);
  if (engagementId === undefined || host.switches.answers === "fail") {
    const reason = failed("The engagement was not updated.");
    return reply(host, id, "UPDATE_ENGAGEMENT_FAILED", reason);
  }
  try {
    await ask("PATCH", `/preview/host/engagements/${Number(engagementId)}`, {
      properties: data.engagementProperties ?? {},
      contact: call?.contact,
    });
  } catch (error) {
    return reply(host, id, "UPDATE_ENGAGEMENT_FAILED", failed(error.message));
  }
  host.changed();
  return reply(host, id, "UPDATE_ENGAGEMENT_SUCCEEDED", { engagementId: Number(engagementId) });
}

/** The kinds of records that HubSpot's SDK lets a calling app open. */
const OPENED = ["0-1", "0-2"];

/** Whether there is such a record in this account and a calling app may open it. */
async function exists({ portalId, objectTypeId, objectId }) {
  if (Number(portalId) !== ACCOUNT.portalId || !OPENED.includes(objectTypeId)) return false;
  // The list, because a browser's console complains of a record that is not found.
  const { results } = await ask("GET", "/preview/host/records");
  return results.some(({ kind, id }) => kind === objectTypeId && id === Number(objectId));
}

/** A new tab is opened where the browser lets a page do so; a tab that it blocks is a failure. */
function opened(host, url, openIn) {
  if (openIn === "NEW_TAB") {
    // Empty first: it loses its opener before it goes anywhere.
    const tab = window.open("", "_blank");
    if (tab) {
      tab.opener = null;
      tab.location.href = url;
    } else notice("The browser has blocked a new tab.");
    return Boolean(tab);
  }
  host.dispatchEvent(new CustomEvent("navigate", { detail: url }));
  return true;
}

async function navigate(host, data) {
  const { objectCoordinates: at = {}, engagementId, openIn } = data;
  const url = `/contacts/${at.portalId}/record/${at.objectTypeId}/${at.objectId}`;
  if ((await exists(at)) && opened(host, url, openIn)) return undefined;
  return reply(host, null, "NAVIGATE_TO_RECORD_FAILED", { engagementId, objectCoordinates: at });
}

const state = (change) => (host, data) => {
  change(host, data);
  host.changed();
};

const HANDLERS = {
  __proto__: null,
  // A frame that was loaded anew has yet to say who is signed in.
  READY: state((host) => Object.assign(host, { failed: false, loggedIn: false, available: null })),
  SYNC_ACK_FAILED: state((host) => (host.failed = true)),
  INITIALIZED: state((host, data) => {
    host.loggedIn = Boolean(data.isLoggedIn);
    if (data.isAvailable !== undefined) host.available = Boolean(data.isAvailable);
    if (data.sizeInfo) host.resize(data.sizeInfo);
  }),
  LOGGED_IN: state((host) => (host.loggedIn = true)),
  LOGGED_OUT: state((host) => (host.loggedIn = false)),
  USER_AVAILABLE: state((host) => (host.available = true)),
  USER_UNAVAILABLE: state((host) => (host.available = false)),
  INCOMING_CALL: announced,
  OUTGOING_CALL_STARTED: announced,
  CALL_ANSWERED: answered,
  CALL_ENDED: ended,
  CALL_COMPLETED: completed,
  NAVIGATE_TO_RECORD: navigate,
  RESIZE_WIDGET: state((host, data) => host.resize(data)),
  FINALIZE_ENGAGEMENT: (host, { externalCallId, engagementId }) =>
    reply(host, externalCallId, "FINALIZE_ENGAGEMENT_SUCCEEDED", { engagementId, externalCallId }),
  PUBLISH_TO_CHANNEL: (host, { externalCallId, engagementId }) =>
    reply(host, externalCallId, "PUBLISH_TO_CHANNEL_SUCCEEDED", { engagementId, externalCallId }),
  ERROR: (host, data) => notice(`The calling app reports: ${data.message ?? data.type ?? "an error"}`),
};
