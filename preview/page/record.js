// The record's left column: who it is, their numbers to click, and the way to other records.

import { addressOf } from "./account.js";
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

/** What HubSpot calls one and several records of each kind. */
const KINDS = {
  "0-1": ["Contact", "People"],
  "0-2": ["Company", "Companies"],
  "0-3": ["Deal", "Deals"],
  "0-5": ["Ticket", "Tickets"],
};

const dialButton = (number, dial, callee) =>
  el("button", {
    type: "button",
    class: "dial",
    title: "Click to call",
    "data-number": number,
    onclick: () => dial(number, callee),
  }, number);

const list = (pairs) =>
  el("dl", {}, ...pairs.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]));

/** A ticket or deal has no numbers of its own; the people it is about have. */
function numbers(record, dial) {
  const { properties, related, kind } = record;
  const own = Object.keys(NUMBERS)
    .filter((name) => properties[name])
    .map((name) => [NUMBERS[name], properties[name]]);
  const others = related
    .filter(() => kind === "0-3" || kind === "0-5")
    .flatMap((other) => other.numbers.map((number) => [other.name, number, other]));
  return [...own, ...others].map(([label, number, callee]) =>
    el("div", { class: "number" }, el("span", {}, label), dialButton(number, dial, callee)));
}

function about({ properties, fields, kind }) {
  if (kind === "0-3" || kind === "0-5") return list(fields.map(({ label, value }) => [label, value]));
  const set = Object.keys(LABELS).filter((name) => properties[name]);
  return list(set.map((name) => [LABELS[name], properties[name]]));
}

/** The cards of what the record is linked to, one for each kind. */
function linked({ related }) {
  return Object.entries(KINDS).map(([kind, [, title]]) => {
    const those = related.filter((other) => other.kind === kind);
    if (those.length === 0) return "";
    return el("div", { class: "card" },
      el("h2", {}, title),
      el("ul", { class: "plain" },
        ...those.map((other) => el("li", {},
          el("a", { href: addressOf(other) }, other.name),
          other.stage ? el("span", { class: "quiet" }, ` · ${other.stage}`) : null))));
  });
}

/** Fills the column and the list of records in the bar; gives the record. */
export async function recordView(place, kind, id, dial) {
  const [record, records] = await Promise.all([
    ask("GET", `/preview/host/record/${kind}/${id}`),
    ask("GET", "/preview/host/records"),
  ]);
  const called = numbers(record, dial);
  place.replaceChildren(
    el("div", { class: "who" },
      el("span", { class: "avatar", "aria-hidden": "true" }, initials(record.name)),
      el("div", {},
        el("h1", {}, record.name),
        el("p", {}, KINDS[kind][0], " · ID ", String(record.id)))),
    called.length > 0 ? el("div", { class: "card" }, el("h2", {}, "Numbers"), ...called) : "",
    el("div", { class: "card" }, el("h2", {}, "About"), about(record)),
    ...linked(record),
  );
  document.querySelector("#records").replaceChildren(
    ...records.results.map((other) =>
      el("a", {
        href: addressOf(other),
        title: KINDS[other.kind][0],
        "data-kind": other.kind,
        "aria-current": other.kind === kind && String(other.id) === String(id) ? "page" : null,
      }, other.name)),
  );
  return record;
}
