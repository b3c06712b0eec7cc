// Click-to-call: DIAL_NUMBER as HubSpot really sends it.

import { ACCOUNT } from "./account.js";
import { notice } from "./dom.js";

/** HubSpot's word for what is on screen. */
const TYPES = { "0-1": "CONTACT", "0-2": "COMPANY", "0-3": "DEAL", "0-5": "TICKET" };

/** Sends DIAL_NUMBER for a number of the record on screen or, with `callee` (`{kind, id}`), of
 * somebody that the record is linked to. HubSpot sends it only to an app that is signed in. Returns
 * `{sent, data}` or `{sent: false, reason}`. */
export function dial(host, number, callee) {
  const reason = !host.ready
    ? "The calling app is not connected yet."
    : !host.loggedIn
      ? "The calling app is not signed in."
      : null;
  if (reason) {
    notice(reason);
    return { sent: false, reason };
  }
  const record = host.record();
  const called = callee ?? record;
  host.dials += 1;
  const zero =
    host.switches.objectId === "zero" ||
    (host.switches.objectId === "alternate" && host.dials % 2 === 0);
  const data = {
    phoneNumber: number,
    phone_number: number,
    countryCode: record.country || "GB",
    calleeInfo: { calleeId: called.id, calleeObjectTypeId: called.kind },
    ownerId: Number(ACCOUNT.ownerId),
    subjectId: record.id,
    objectId: zero ? 0 : record.id,
    portalId: ACCOUNT.portalId,
    startTimestamp: Date.now(),
    toPhoneNumberSrc: "phone",
    threadId: 900000 + host.dials,
  };
  if (!zero) data.objectType = TYPES[record.kind];
  host.dialled = called.kind === "0-1" ? called.id : undefined;
  host.minimize(false);
  host.send("DIAL_NUMBER", data);
  return { sent: true, data };
}
