-- A tenant's links to HubSpot, and their secrets.

CREATE TABLE connections (
    id              TEXT PRIMARY KEY,
    tenant          TEXT NOT NULL REFERENCES tenants (id),
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('oauth', 'private-app')),
    portal          TEXT NOT NULL,
    app_id          TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    made            INTEGER NOT NULL,
    -- NULL: not linked
    linked          INTEGER,
    linked_by       TEXT,
    -- what was granted, as JSON
    scopes          TEXT NOT NULL DEFAULT '[]',
    -- where the account's pages are
    ui_domain       TEXT,
    -- when a link was begun that has not come back yet
    linking         INTEGER,
    -- why it is not linked
    why             TEXT,
    access_expires  INTEGER NOT NULL DEFAULT 0,
    -- a keyed hash, to know whether two tenants hold the same refresh token
    refresh_mark    BLOB,
    default_owner   TEXT,
    default_name    TEXT NOT NULL DEFAULT '',
    default_creates INTEGER NOT NULL DEFAULT 0,
    default_updates INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant, name)
) STRICT;
CREATE INDEX connections_by_portal ON connections (portal);
CREATE INDEX connections_by_mark ON connections (refresh_mark) WHERE refresh_mark IS NOT NULL;

-- Sealed by the vault for exactly this tenant, connection and field.
CREATE TABLE secrets (
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    field      TEXT NOT NULL,
    tenant     TEXT NOT NULL REFERENCES tenants (id),
    sealed     BLOB NOT NULL,
    set_at     INTEGER NOT NULL,
    PRIMARY KEY (connection, field)
) STRICT, WITHOUT ROWID;

-- A link under way: one browser session's, and good for one return.
CREATE TABLE link_attempts (
    hash       BLOB PRIMARY KEY,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    tenant     TEXT NOT NULL REFERENCES tenants (id),
    session    BLOB NOT NULL,
    expires    INTEGER NOT NULL
) STRICT;
