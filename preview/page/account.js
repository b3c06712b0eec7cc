// The demo account that the pages belong to.

/** The demo account, as HubSpot adds it to SYNC. */
export const ACCOUNT = { portalId: 123456, userId: 7654321, ownerId: "24681357" };
