-- What a tenant's administrator decides, and whom agents have chosen for a number.

CREATE TABLE settings (
    tenant TEXT PRIMARY KEY REFERENCES tenants (id),
    -- JSON of the contract's Settings
    state  TEXT NOT NULL
) STRICT;

-- Who a number is, where several have it, or none had it.
CREATE TABLE chosen_parties (
    tenant      TEXT NOT NULL REFERENCES tenants (id),
    -- E.164
    number      TEXT NOT NULL,
    object_type TEXT NOT NULL,
    id          TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;

-- With whom a tenant has spoken, the latest last.
CREATE INDEX calls_by_party
    ON calls (tenant, json_extract(state, '$.party.record.id'), started);
