// The preview's own routes, asked by the page.

import { ACCOUNT } from "./account.js";

/** Asks a route and gives its JSON. Throws an Error with the server's sentence. */
export async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      "x-preview-portal": ACCOUNT.portalId,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.error || `The preview answered ${answer.status}.`);
  return json;
}

/** Lets the simulated phone system ring; gives the call's id. */
export const ring = (from, to, agent) => ask("POST", "/preview/calls", { from, to, agent });
