// The detached calling window. It stays when pages come and go. `?usesCallingWindow=false` where the
// app has opened it by itself; `?delayMs=` for replies that are late.

import { PERSON } from "./account.js";
import { dial } from "./dial.js";
import { Host } from "./frame.js";
import { MessageLog } from "./log.js";
import { logView } from "./logview.js";
import { ring } from "./server.js";
import { statesView } from "./states.js";
import { tellOfThisWindow } from "./surfaces.js";
import { makeSwitches } from "./switches.js";

const asked = new URLSearchParams(location.search);
const switches = makeSwitches(true, {
  location: "window",
  usesCallingWindow: asked.get("usesCallingWindow") !== "false",
  ...(asked.has("delayMs") ? { delayMs: Number(asked.get("delayMs")) } : {}),
});
const log = new MessageLog(window.preview.log);
const record = () => ({ kind: "0-1", id: 101, country: "GB" });
const host = new Host({ slot: "#slot", log, switches, record });

Object.assign(window.preview, { switches, host, ring, dial: (number) => dial(host, number) });
Object.defineProperty(window.preview, "frame", { get: () => host.frame });
document.documentElement.toggleAttribute("data-second", PERSON.second);
statesView(document.querySelector("#states"), host);
logView(document.querySelector("#log"), log);
// A record that a call opens is shown beside the window, which stays.
host.addEventListener("navigate", ({ detail: url }) => window.open(url, "_blank", "noopener"));
host.load();
tellOfThisWindow(host);
