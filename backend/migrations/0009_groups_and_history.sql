-- Calls that ring several agents, and what agents see of their own calls.

-- One far end that rings several agents. Each of them has a call of their own, a leg.
CREATE TABLE forks (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id),
    -- Whether every agent has been offered it: before that nobody can be the last one.
    offered INTEGER NOT NULL DEFAULT 0,
    -- The leg that has the record: who answered, else the last that ended.
    record TEXT
) STRICT;

ALTER TABLE calls ADD COLUMN fork TEXT REFERENCES forks (id);
CREATE INDEX calls_by_fork ON calls (fork) WHERE fork IS NOT NULL;

-- The numbers of the ring groups in the settings, so that one number rings in one place only.
CREATE TABLE group_numbers (
    number TEXT PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenants (id)
) STRICT;

-- 0: not missed; 1: missed, and the agent has not looked; 2: missed and looked at.
ALTER TABLE calls ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
UPDATE calls SET missed = 2
WHERE json_extract(state, '$.direction') = 'Inbound'
  AND json_extract(state, '$.stage.Closed.since') IS NULL
  AND json_extract(state, '$.stage.Closed.end') IN ('Missed', 'Canceled', 'Busy', 'Failed');
CREATE INDEX calls_missed ON calls (agent, started) WHERE missed > 0;
