// The smallest host page: the frame and nothing else, for benchmarks and long runs of calls. What HubSpot
// says of it is in the address: `?location=widget&usesCallingWindow=true&delayMs=100`.

import { dial } from "./dial.js";
import { Host } from "./frame.js";
import { MessageLog } from "./log.js";
import { ring } from "./server.js";
import { makeSwitches } from "./switches.js";

const asked = new URLSearchParams(location.search);
const switches = makeSwitches(false, {
  location: asked.get("location") ?? "remote",
  usesCallingWindow: asked.get("usesCallingWindow") === "true",
  delayMs: Number(asked.get("delayMs") ?? 0),
});
const log = new MessageLog(window.preview.log);
const record = () => ({ kind: "0-1", id: 101, country: "GB" });
const host = new Host({ slot: "#slot", log, switches, record });

Object.assign(window.preview, { switches, host, ring, dial: (number) => dial(host, number) });
Object.defineProperty(window.preview, "frame", { get: () => host.frame });
host.load();
