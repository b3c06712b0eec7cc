-- Tenants, agents and their tokens; seats, calls and records; answers to commands.
-- Moments are milliseconds since 1970. States are the JSON of the cores.

CREATE TABLE tenants (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE lines (
    id        TEXT PRIMARY KEY,
    tenant    TEXT NOT NULL REFERENCES tenants (id),
    number    TEXT NOT NULL,
    country   TEXT NOT NULL,
    simulated INTEGER NOT NULL
) STRICT;
CREATE INDEX lines_by_number ON lines (number);

CREATE TABLE agents (
    id     TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    line   TEXT NOT NULL REFERENCES lines (id),
    login  TEXT NOT NULL,
    name   TEXT NOT NULL,
    UNIQUE (tenant, login)
) STRICT;

CREATE TABLE sign_in_codes (
    hash    BLOB PRIMARY KEY,
    agent   TEXT NOT NULL REFERENCES agents (id),
    expires INTEGER NOT NULL
) STRICT;

-- kind: 'token' (bearer) or 'renewal' (cookie)
CREATE TABLE sessions (
    hash    BLOB PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('token', 'renewal')),
    agent   TEXT NOT NULL REFERENCES agents (id),
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE seats (
    agent TEXT PRIMARY KEY REFERENCES agents (id),
    state TEXT NOT NULL
) STRICT;

CREATE TABLE calls (
    id      TEXT PRIMARY KEY,
    tenant  TEXT NOT NULL REFERENCES tenants (id),
    agent   TEXT NOT NULL REFERENCES agents (id),
    started INTEGER NOT NULL,
    at_hand INTEGER NOT NULL,
    state   TEXT NOT NULL
) STRICT;
CREATE INDEX calls_at_hand ON calls (agent, started) WHERE at_hand = 1;

-- What happened to a call, in order. Only ever added to.
CREATE TABLE call_events (
    call TEXT NOT NULL REFERENCES calls (id),
    n    INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (call, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    call   TEXT PRIMARY KEY REFERENCES calls (id),
    tenant TEXT NOT NULL REFERENCES tenants (id),
    agent  TEXT NOT NULL REFERENCES agents (id),
    done   INTEGER NOT NULL,
    state  TEXT NOT NULL
) STRICT;
CREATE INDEX records_to_do ON records (done) WHERE done = 0;

CREATE TABLE idempotency (
    agent  TEXT NOT NULL REFERENCES agents (id),
    key    TEXT NOT NULL,
    asked  BLOB NOT NULL,
    status INTEGER NOT NULL,
    body   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (agent, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);
