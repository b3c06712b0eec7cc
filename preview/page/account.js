// Whose page this is: the account in its address, and the person who works in this HubSpot.

/** The two HubSpots, as two computers have them, each with its person. `agent` is whom the simulated
 * phone system rings from here; of the first it is whoever is there. */
const PEOPLE = {
  "hubspot.localhost": { name: "Demo Agent", userId: 7654321, ownerId: "24681357", agent: undefined },
  "hubspot-two.localhost": { name: "Sally Sales", userId: 7654322, ownerId: "24681358", agent: "sally" },
};
const [FIRST, SECOND] = Object.keys(PEOPLE);
const second = location.hostname === SECOND;

/** Who works here. */
export const PERSON = { ...PEOPLE[second ? SECOND : FIRST], second };

/** Who works in the other one, and where that is. */
export const OTHER = (() => {
  const host = second ? FIRST : SECOND;
  return { ...PEOPLE[host], origin: `http://${host}:${location.port}` };
})();

/** The account and the person, as HubSpot adds them to SYNC. */
export const ACCOUNT = {
  portalId: Number(/^\/[^/]+\/(\d+)/.exec(location.pathname)?.[1] ?? 123456),
  userId: PERSON.userId,
  ownerId: PERSON.ownerId,
};

/** The address of a record in this account. */
export const addressOf = ({ kind, id }) => `/contacts/${ACCOUNT.portalId}/record/${kind}/${id}`;

/** The address of the calling window. An app that has none opens it by itself, and says so in it. */
export const windowAddress = (usesCallingWindow) =>
  `/calling-integration-popup-ui/${ACCOUNT.portalId}${usesCallingWindow ? "" : "?usesCallingWindow=false"}`;
