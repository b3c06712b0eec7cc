-- Each tenant's phone system, and the lines of its agents there. A tenant without a row has the
-- simulated one.

CREATE TABLE phone_systems (
    tenant          TEXT PRIMARY KEY REFERENCES tenants (id),
    kind            TEXT NOT NULL CHECK (kind IN ('simulated', 'lines', 'trunk')),
    -- host, with or without a port
    server          TEXT NOT NULL,
    transport       TEXT NOT NULL CHECK (transport IN ('udp', 'tcp', 'tls')),
    -- NULL: the server's host
    domain          TEXT,
    -- names in order, as JSON
    codecs          TEXT NOT NULL,
    -- the trunk's account
    user            TEXT NOT NULL,
    auth_user       TEXT,
    -- seconds; NULL: the phone system knows us by our address
    expires_s       INTEGER,
    -- networks, as JSON
    peers           TEXT NOT NULL,
    caller_in       TEXT NOT NULL CHECK (caller_in IN ('from', 'asserted', 'both')),
    caller_number   TEXT,
    -- sealed by the vault for exactly this tenant
    password        BLOB,
    password_set_at INTEGER
) STRICT;

CREATE TABLE agent_lines (
    agent           TEXT PRIMARY KEY REFERENCES agents (id),
    tenant          TEXT NOT NULL REFERENCES tenants (id),
    -- empty: only a caller number is set
    user            TEXT NOT NULL,
    auth_user       TEXT,
    caller_number   TEXT,
    -- sealed by the vault for exactly this tenant and agent
    password        BLOB,
    password_set_at INTEGER
) STRICT;
-- Of two agents on one line nobody knows whom a call is for.
CREATE UNIQUE INDEX agent_lines_by_user ON agent_lines (tenant, user) WHERE user <> '';

-- Whether a line is simulated is the phone system's to say.
ALTER TABLE lines DROP COLUMN simulated;
