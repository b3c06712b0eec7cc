-- The rest of the set-up: lines that come and go, regions, and who owns what in HubSpot.

-- 0: the person has no line any more. The row stays, because calls and records name it.
ALTER TABLE agents ADD COLUMN active INTEGER NOT NULL DEFAULT 1;

-- Where the account's data is, as a private app's token tells; empty if unknown.
ALTER TABLE connections ADD COLUMN region TEXT NOT NULL DEFAULT '';

-- A person as an owner of records in one of HubSpot's accounts, as HubSpot was last asked. Nobody
-- signs in by this: it comes from an e-mail address only.
CREATE TABLE hubspot_owners (
    portal TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    -- NULL: HubSpot knows none
    owner  TEXT,
    asked  INTEGER NOT NULL,
    PRIMARY KEY (portal, person)
) STRICT, WITHOUT ROWID;

-- For the last call of a tenant.
CREATE INDEX calls_by_tenant ON calls (tenant, started);
