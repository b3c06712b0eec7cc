// How the host behaves. Kept for the tab, so that a reload of the page changes nothing.

const KEY = "preview-switches";

/** Every switch with its usual position. */
export const USUAL = {
  /** Where HubSpot shows the frame: "remote", "widget" or "window". */
  location: "remote",
  /** Whether the account's app settings say that a calling window is used. */
  usesCallingWindow: false,
  /** Replies: "once", "twice", "never" (what was asked is done and the reply is lost) or "fail"
   * (nothing is done; a *_FAILED in their place). */
  answers: "once",
  /** Whether replies name the call. HubSpot's documentation says no. */
  withExternalCallId: false,
  /** How late replies are, milliseconds. */
  delayMs: 30,
  /** Send the deprecated ENGAGEMENT_CREATED beside CREATE_ENGAGEMENT_SUCCEEDED. */
  engagementCreatedToo: false,
  /** NAVIGATE_TO_RECORD in the same tab: "full" loads the page anew, so that the frame dies with it
   * as users have seen it; "within" changes the record around the living frame. */
  navigation: "full",
  /** Whether a record made by the page carries hs_call_external_id. Not known of HubSpot. */
  recordCarriesId: false,
  /** DIAL_NUMBER's objectId: "record", "zero" or "alternate", as users have seen it. */
  objectId: "alternate",
};

/** Switches that last as long as the tab, if `keep`; otherwise as long as the page. */
export function makeSwitches(keep, changes = {}) {
  let kept = {};
  try {
    if (keep) kept = JSON.parse(sessionStorage.getItem(KEY)) || {};
  } catch {
    // What cannot be read is as good as nothing.
  }
  const switches = { ...USUAL, ...kept, ...changes };
  return new Proxy(switches, {
    set(target, name, value) {
      target[name] = value;
      if (keep) sessionStorage.setItem(KEY, JSON.stringify(target));
      return true;
    },
  });
}
