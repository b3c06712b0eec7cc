-- Every call keeps a ledger from which it can be made again; records are the outbox.

-- Only ever added to. `entry`: the core's JSON; without one it is from before there was a ledger.
CREATE TABLE ledger (
    call  TEXT NOT NULL REFERENCES calls (id),
    n     INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    what  TEXT NOT NULL,
    entry TEXT,
    PRIMARY KEY (call, n)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger (call, n, at, what) SELECT call, n - 1000000, at, what FROM call_events;
DROP TABLE call_events;

-- What HubSpot took or refused of a call, in order.
CREATE TABLE record_notes (
    call TEXT NOT NULL REFERENCES calls (id),
    n    INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (call, n)
) STRICT, WITHOUT ROWID;

-- When the next request is due; NULL: none, or one is under way.
ALTER TABLE records ADD COLUMN due INTEGER;
ALTER TABLE records ADD COLUMN in_flight INTEGER NOT NULL DEFAULT 0;
-- HubSpot's id of the record, once known.
ALTER TABLE records ADD COLUMN hubspot TEXT;
CREATE INDEX records_by_hubspot ON records (hubspot);
-- 1: HubSpot refused something, and somebody has to act.
ALTER TABLE records ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
UPDATE records SET in_flight = 1 WHERE done = 0;
DROP INDEX records_to_do;
CREATE INDEX records_due ON records (tenant, due) WHERE due IS NOT NULL;
CREATE INDEX records_in_flight ON records (in_flight) WHERE in_flight = 1;
CREATE INDEX records_refused ON records (tenant) WHERE refused = 1;

-- The other party's number, to find and to forget calls by.
ALTER TABLE calls ADD COLUMN far TEXT NOT NULL DEFAULT '';
UPDATE calls SET far = CASE json_extract(state, '$.direction')
    WHEN 'Inbound' THEN json_extract(state, '$.from') ELSE json_extract(state, '$.to') END;
CREATE INDEX calls_by_far ON calls (far);
CREATE INDEX calls_by_agent ON calls (agent, started);

-- Tickets and deals made a moment ago: HubSpot's search does not have them yet.
CREATE TABLE fresh_cases (
    tenant      TEXT NOT NULL REFERENCES tenants (id),
    object_type TEXT NOT NULL,
    id          TEXT NOT NULL,
    pipeline    TEXT NOT NULL,
    customer    TEXT NOT NULL,
    name        TEXT NOT NULL,
    made        INTEGER NOT NULL,
    PRIMARY KEY (tenant, object_type, id)
) STRICT, WITHOUT ROWID;
