// Every message between host and widget, in the order in which it was sent or arrived.

const MOST = 20000;

/** The log. `entries` is an array of `{t, at, dir, type, origin, message}`: `t` is the page's own
 * clock in milliseconds, `at` the time of day, `dir` is "host->widget" or "widget->host". */
export class MessageLog extends EventTarget {
  constructor(entries = []) {
    super();
    this.entries = entries;
  }

  add(dir, message, origin) {
    const type = message && typeof message === "object" ? String(message.type) : typeof message;
    const entry = { t: performance.now(), at: Date.now(), dir, type, origin, message };
    this.entries.push(entry);
    if (this.entries.length > MOST) this.entries.shift();
    this.dispatchEvent(new CustomEvent("entry", { detail: entry }));
  }

  clear() {
    this.entries.length = 0;
    this.dispatchEvent(new Event("clear"));
  }
}
