// The message log on screen: filter, clear, and each message's payload to unfold.

import { clock, el } from "./dom.js";

const MOST = 400;

const text = (value) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}n` : v), 2);

/** The first words of a payload; handshake messages carry theirs beside `type`. */
function peek(message) {
  if (!message || typeof message !== "object") return "";
  const { type, messageId, data, ...rest } = message;
  const shown = data === undefined ? rest : data;
  return Object.keys(Object(shown)).length > 0 ? JSON.stringify(shown) : "";
}

function row({ at, dir, type, message }) {
  const out = dir === "host->widget";
  const payload = el("pre", { hidden: true });
  const button = el("button", {
    type: "button",
    "aria-expanded": "false",
    onclick: () => {
      const open = payload.hidden;
      payload.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) payload.textContent = text(message);
    },
  },
    el("time", {}, clock(at)),
    el("span", { class: "dir", "data-dir": out ? "out" : "in", title: dir }, out ? "→ app" : "← app"),
    el("b", {}, type),
    el("span", { class: "peek" }, peek(message)));
  return el("li", {}, button, payload);
}

export function logView(place, log) {
  const list = el("ol", { class: "plain messages", tabIndex: 0, "aria-label": "Messages" });
  const words = el("input", { type: "search", placeholder: "Filter by type or content", "aria-label": "Filter" });
  const way = el("select", { "aria-label": "Direction" },
    el("option", { value: "" }, "both directions"),
    el("option", { value: "host->widget" }, "→ to the app"),
    el("option", { value: "widget->host" }, "← from the app"));
  const count = el("span", { class: "quiet tabular" });
  const wanted = (entry) =>
    (way.value === "" || entry.dir === way.value) &&
    (words.value === "" || JSON.stringify(entry.message).toLowerCase().includes(words.value.toLowerCase()));
  const tell = () => (count.textContent = `${log.entries.length}`);
  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  function again() {
    list.replaceChildren(...log.entries.filter(wanted).slice(-MOST).map(row));
    list.scrollTop = list.scrollHeight;
    tell();
  }
  words.addEventListener("input", again);
  way.addEventListener("change", again);
  log.addEventListener("clear", again);
  log.addEventListener("entry", ({ detail }) => {
    tell();
    if (!wanted(detail)) return;
    const follow = atEnd();
    list.append(row(detail));
    if (list.childElementCount > MOST) list.firstElementChild.remove();
    if (follow) list.scrollTop = list.scrollHeight;
  });
  place.replaceChildren(
    el("div", { class: "line" },
      el("h2", { id: "log-title" }, "Messages"),
      count, words, way,
      el("button", { type: "button", onclick: () => log.clear() }, "Clear")),
    list,
  );
}
