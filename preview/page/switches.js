// How the host behaves. Kept for the browser, so that all its tabs and the next page behave alike.

const KEY = "preview-switches";

/** Every switch with its usual position. */
export const USUAL = {
  /** Where HubSpot shows the frame: "remote", "widget" or "window". */
  location: "remote",
  /** Whether the account's app settings say that the app takes calls. Then HubSpot shows it in the
   * navigation bar and in the calling window; otherwise on the pages of records only. */
  supportsInboundCalling: true,
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

/** Reads what is kept. What cannot be read is as good as nothing. */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

/** Switches of one page. With `keep` those that are not in `own` are read from what is kept, and kept
 * when they change; `own` are the page's own. */
export function makeSwitches(keep, own = {}) {
  const switches = { ...USUAL, ...(keep ? read() : {}), ...own };
  return new Proxy(switches, {
    set(target, name, value) {
      target[name] = value;
      // One by one, because another tab may have changed another.
      if (keep && !(name in own)) {
        localStorage.setItem(KEY, JSON.stringify({ ...read(), [name]: value }));
      }
      return true;
    },
  });
}

/** Sets the switches that the page's address names. */
export function setByAddress(switches) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (typeof USUAL[name] === "boolean") switches[name] = value === "true";
    else if (typeof USUAL[name] === "number") switches[name] = Number(value);
    else if (name in USUAL) switches[name] = value;
  }
  if (!switches.supportsInboundCalling) switches.location = "widget";
}
