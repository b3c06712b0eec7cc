-- People: whoever signs in. An agent is a person in one tenant, with a line of their own.

CREATE TABLE people (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    -- lower case
    email       TEXT UNIQUE,
    owner       INTEGER NOT NULL DEFAULT 0,
    active      INTEGER NOT NULL DEFAULT 1,
    seen        INTEGER NOT NULL DEFAULT 0,
    -- the tenant they chose last
    last_tenant TEXT REFERENCES tenants (id)
) STRICT;

CREATE TABLE memberships (
    person TEXT NOT NULL REFERENCES people (id),
    tenant TEXT NOT NULL REFERENCES tenants (id),
    role   TEXT NOT NULL CHECK (role IN ('agent', 'administrator')),
    PRIMARY KEY (person, tenant)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_tenant ON memberships (tenant);

ALTER TABLE agents ADD COLUMN person TEXT REFERENCES people (id);
INSERT INTO people (id, name, seen) SELECT id, name, 1 FROM agents;
INSERT INTO memberships (person, tenant, role) SELECT id, tenant, 'agent' FROM agents;
UPDATE agents SET person = id;
CREATE UNIQUE INDEX agents_by_person ON agents (person, tenant);

-- person: NULL in the first owner's link, which makes one.
CREATE TABLE invitations (
    hash    BLOB PRIMARY KEY,
    person  TEXT UNIQUE REFERENCES people (id),
    expires INTEGER NOT NULL
) STRICT;

-- Those of the console; an agent's own stay in `sessions`.
CREATE TABLE console_sessions (
    hash    BLOB PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('token', 'renewal')),
    person  TEXT NOT NULL REFERENCES people (id),
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX console_sessions_by_person ON console_sessions (person);
CREATE INDEX console_sessions_by_expiry ON console_sessions (expires);
CREATE INDEX sessions_by_agent ON sessions (agent);
