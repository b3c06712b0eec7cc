// A hostile neighbour of the calling frame: every 50 ms it sends SYNC and all that a host can say
// to every other frame of the page, and reports to the page what comes back.

const EVIL = "+15550006666";
const call = "00000000-0000-7000-8000-000000000666";
const instance = Date.now() - 5000;
let number = 0;

const record = { portalId: 666, objectTypeId: "0-1", objectId: 666 };
const match = { callerIdType: "CONTACT", objectCoordinates: record, firstName: "Evil", lastName: "Twin" };
const coming = [
  ["DIAL_NUMBER", { phoneNumber: EVIL, phone_number: EVIL, objectId: 666, portalId: 666 }],
  ["END_CALL", { externalCallId: call }],
  ["SET_CALL_STATE", { state: "IN_PROGRESS" }],
  ["ENGAGEMENT_CREATED", { engagementId: 666 }],
  ["CREATE_ENGAGEMENT_SUCCEEDED", { engagementId: 666, externalCallId: call }],
  ["CREATE_ENGAGEMENT_FAILED", { error: { message: "evil" } }],
  ["UPDATE_ENGAGEMENT_SUCCEEDED", { engagementId: 666 }],
  ["UPDATE_ENGAGEMENT_FAILED", { error: { message: "evil" } }],
  ["CALLER_ID_MATCH_SUCCEEDED", { callerIdMatches: [match] }],
  ["CALLER_ID_MATCH_FAILED", { error: { message: "evil" } }],
  ["NAVIGATE_TO_RECORD_FAILED", { engagementId: 666, objectCoordinates: record }],
  ["PUBLISH_TO_CHANNEL_SUCCEEDED", { engagementId: 666 }],
  ["PUBLISH_TO_CHANNEL_FAILED", { error: { message: "evil" } }],
  ["FINALIZE_ENGAGEMENT_SUCCEEDED", { engagementId: 666 }],
  ["FINALIZE_ENGAGEMENT_FAILED", { error: { message: "evil" } }],
  ["SET_WIDGET_URL", { iFrameUrl: location.origin }],
  ["SET_WIDGET_URL_FAILED", {}],
  ["INITIATE_CALL_ID_SUCCEEDED", {}],
  ["INITIATE_CALL_ID_FAILED", {}],
  ["VISIBILITY_CHANGED", { isMinimized: true, isHidden: true }],
  ["READY", { portalId: 666 }],
  ["FAILED", {}],
  ["UNLOADING", {}],
  ["ERROR", { message: "evil" }],
  ["SYNC_ACK", {}],
  ["toString", {}],
  ["__proto__", {}],
];

const sync = () => ({
  type: "SYNC",
  hostUrl: location.origin,
  portalId: 666,
  userId: 666,
  ownerId: "666",
  iframeLocation: "window",
  usesCallingWindow: false,
});

function* shouts() {
  yield sync();
  for (const [type, data] of coming) yield { type, data };
  yield { type: "SET_WIDGET_URL", iFrameUrl: location.origin };
  yield { type: "sidetone:code", code: "evil" };
  yield null;
  yield undefined;
  yield "SYNC";
  yield 7n;
  yield new Map([["type", "SYNC"]]);
}

addEventListener("message", (event) => {
  // The neighbours hear each other too; only the widget's words count.
  if (event.origin !== `http://sidetone.localhost:${location.port}`) return;
  const message = { type: event.data?.type, origin: event.origin };
  parent.postMessage({ type: "neighbour:heard", message }, "*");
});

setInterval(() => {
  let count = 0;
  for (let i = 0; i < parent.frames.length; i += 1) {
    const other = parent.frames[i];
    if (other === window) continue;
    for (const shout of shouts()) {
      const named = shout && shout.type && !(shout instanceof Map);
      number += 1;
      other.postMessage(named ? { ...shout, messageId: `${instance}_${number}` } : shout, "*");
      count += 1;
    }
  }
  parent.postMessage({ type: "neighbour:sent", count }, "*");
}, 50);
parent.postMessage({ type: "neighbour:started" }, "*");
