-- How calls sounded, and what agents report when something was wrong.

-- JSON; nothing where nothing was heard.
ALTER TABLE calls ADD COLUMN sound TEXT;

CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    agent TEXT NOT NULL REFERENCES agents (id),
    at INTEGER NOT NULL,
    -- What the agent wrote, and the whole report; both without what identifies anybody else.
    said TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_tenant ON reports (tenant, at);
CREATE INDEX reports_by_agent ON reports (agent, at);
