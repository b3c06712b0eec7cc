// The calling frame, driven by HubSpot's own SDK in its host role.

import { ACCOUNT } from "./account.js";
import { onMessage } from "./replies.js";

/** How large a frame may make itself. */
const BOUNDS = { width: [320, 800], height: [320, 900] };

/** One host with its frame. Emits "change" when its state changes, "message" for each message of
 * the widget, and "navigate" when the widget asks for a record. */
export class Host extends EventTarget {
  /** `record` tells which record is on screen: `{kind, id, country}`. */
  constructor({ slot, log, switches, record }) {
    super();
    Object.assign(this, { slot, log, switches, record });
    this.src = `http://sidetone.localhost:${location.port}/`;
    this.calls = new Map();
    this.dials = 0;
    addEventListener("message", (event) => {
      if (this.frame && event.source === this.frame.contentWindow) {
        this.log.add("widget->host", event.data, event.origin);
      }
    });
  }

  /** Makes the frame, anew if there is one. */
  load() {
    this.manager?.remove();
    Object.assign(this, { failed: false, loggedIn: false, available: null });
    this.minimized = false;
    const manager = new window.IFrameManager({
      iFrameOptions: { src: this.src, width: "400", height: "650", hostElementSelector: this.slot },
      debugMode: false,
      onMessageHandler: (message) => {
        this.dispatchEvent(new CustomEvent("message", { detail: message }));
        onMessage(this, message);
      },
    });
    this.manager = manager;
    this.created = performance.now();
    manager.iFrame.title = "Calling app";
    // Every message that leaves goes through here, whoever sends it.
    const target = manager.destinationWindow;
    manager.destinationWindow = {
      postMessage: (message, origin) => {
        this.log.add("host->widget", message, location.origin);
        target.postMessage(message, origin);
      },
    };
    // The SDK's host sends SYNC bare; HubSpot adds the account and the place of the frame.
    const send = manager.sendMessage.bind(manager);
    manager.sendMessage = (message, callback) =>
      send(message.type === "SYNC" ? { ...message, ...this.syncFields() } : message, callback);
    this.changed();
  }

  syncFields() {
    const { location: iframeLocation, usesCallingWindow } = this.switches;
    return { ...ACCOUNT, iframeLocation, usesCallingWindow };
  }

  get frame() {
    return this.manager?.iFrame ?? null;
  }

  /** Whether the frame has answered since it was last loaded. */
  get ready() {
    return Boolean(this.manager?.isReady);
  }

  send(type, data) {
    this.manager.sendMessage(data === undefined ? { type } : { type, data });
  }

  resize({ width, height }) {
    const within = (value, [least, most]) => Math.min(Math.max(Number(value), least), most);
    this.minimize(false);
    this.manager.updateIFrameSize({
      width: within(width, BOUNDS.width) || 400,
      height: within(height, BOUNDS.height) || 650,
    });
  }

  /** Minimises the frame to a strip, as HubSpot does, or brings it back. */
  minimize(on) {
    if (this.minimized === on) return;
    this.minimized = on;
    this.frame?.toggleAttribute("data-minimized", on);
    if (this.ready) this.send("VISIBILITY_CHANGED", { isMinimized: on, isHidden: false });
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}
