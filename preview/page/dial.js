// Click-to-call: DIAL_NUMBER as HubSpot really sends it.

import { notice } from "./dom.js";
import { ACCOUNT } from "./frame.js";

/** Sends DIAL_NUMBER for a number on the record on screen. HubSpot sends it only to an app that is
 * signed in. Returns `{sent, data}` or `{sent: false, reason}`. */
export function dial(host, number) {
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
  host.dials += 1;
  const zero =
    host.switches.objectId === "zero" ||
    (host.switches.objectId === "alternate" && host.dials % 2 === 0);
  const data = {
    phoneNumber: number,
    phone_number: number,
    countryCode: record.country || "GB",
    calleeInfo: { calleeId: record.id, calleeObjectTypeId: record.kind },
    ownerId: Number(ACCOUNT.ownerId),
    subjectId: record.id,
    objectId: zero ? 0 : record.id,
    portalId: ACCOUNT.portalId,
    startTimestamp: Date.now(),
    toPhoneNumberSrc: "phone",
    threadId: 900000 + host.dials,
  };
  if (!zero) data.objectType = record.kind === "0-2" ? "COMPANY" : "CONTACT";
  host.dialled = record.kind === "0-1" ? record.id : undefined;
  host.minimize(false);
  host.send("DIAL_NUMBER", data);
  return { sent: true, data };
}
