// A host page with hostile neighbours: they begin before the calling frame exists. The page
// counts what they sent, and what, if anything, the widget ever said to them.

import { dial } from "./dial.js";
import { Host } from "./frame.js";
import { MessageLog } from "./log.js";
import { ring } from "./server.js";
import { makeSwitches } from "./switches.js";

const switches = makeSwitches(false, { delayMs: 0 });
const log = new MessageLog(window.preview.log);
const record = () => ({ kind: "0-1", id: 101, country: "GB" });
const host = new Host({ slot: "#slot", log, switches, record });
const hostile = { sent: 0, heard: [], started: 0 };

Object.assign(window.preview, { switches, host, ring, hostile, dial: (n) => dial(host, n) });
Object.defineProperty(window.preview, "frame", { get: () => host.frame });

addEventListener("message", ({ data, source }) => {
  if (!data || source === host.frame?.contentWindow) return;
  if (data.type === "neighbour:sent") hostile.sent += data.count;
  if (data.type === "neighbour:heard") hostile.heard.push(data.message);
  if (data.type === "neighbour:started") {
    hostile.started += 1;
    // Only now, with both of them shouting, the true host begins.
    if (hostile.started === 2) host.load();
  }
});

for (const name of ["hostile.localhost", location.hostname]) {
  const frame = document.createElement("iframe");
  frame.src = `http://${name}:${location.port}/preview/hostile-frame`;
  frame.width = "200";
  frame.height = "60";
  document.querySelector("#neighbours").append(frame);
}

setInterval(() => {
  const { sent, heard } = hostile;
  const report = document.querySelector("#report");
  report.textContent = `sent ${sent}, heard ${heard.length}, true host ready: ${Boolean(host.ready)}`;
}, 500);
