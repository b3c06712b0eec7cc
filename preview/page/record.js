// The record's left column: who it is, their numbers to click, and the way to other records.

import { el } from "./dom.js";
import { ask } from "./server.js";

const LABELS = {
  email: "E-mail",
  jobtitle: "Job title",
  company: "Company",
  city: "City",
  country: "Country",
  domain: "Website",
};
const NUMBERS = { phone: "Phone", mobilephone: "Mobile" };

const initials = (name) => name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
const address = ({ kind, id }) => `/contacts/123456/record/${kind}/${id}`;

/** Fills the column and the list of records in the bar; gives the record. */
export async function recordView(place, kind, id, dial) {
  const [record, records] = await Promise.all([
    ask("GET", `/preview/host/record/${kind}/${id}`),
    ask("GET", "/preview/host/records"),
  ]);
  const { properties } = record;
  const numbers = Object.keys(NUMBERS).filter((name) => properties[name]);
  const details = Object.keys(LABELS).filter((name) => properties[name]);
  place.replaceChildren(
    el("div", { class: "who" },
      el("span", { class: "avatar", "aria-hidden": "true" }, initials(record.name)),
      el("div", {},
        el("h1", {}, record.name),
        el("p", {}, kind === "0-2" ? "Company" : "Contact", " · ID ", String(record.id)))),
    el("div", { class: "card" },
      el("h2", {}, "Numbers"),
      ...numbers.map((name) =>
        el("div", { class: "number" },
          el("span", {}, NUMBERS[name]),
          el("button", {
            type: "button",
            class: "dial",
            title: "Click to call",
            "data-number": properties[name],
            onclick: () => dial(properties[name]),
          }, properties[name])))),
    el("div", { class: "card" },
      el("h2", {}, "About"),
      el("dl", {},
        ...details.flatMap((name) => [
          el("dt", {}, LABELS[name]),
          el("dd", {}, properties[name]),
        ]))),
    record.related.length > 0
      ? el("div", { class: "card" },
          el("h2", {}, kind === "0-2" ? "People" : "Companies"),
          el("ul", { class: "plain" },
            ...record.related.map((other) =>
              el("li", {}, el("a", { href: address(other) }, other.name)))))
      : "",
  );
  document.querySelector("#records").replaceChildren(
    ...records.results.map((other) =>
      el("a", {
        href: address(other),
        "aria-current": other.kind === kind && String(other.id) === String(id) ? "page" : null,
      }, other.name)),
  );
  return record;
}
