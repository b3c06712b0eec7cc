-- Signing in by oneself: passkeys, HubSpot, and what a frame waits for.

ALTER TABLE people ADD COLUMN hubspot_sign_in INTEGER NOT NULL DEFAULT 1;

CREATE TABLE passkeys (
    id     TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    name   TEXT NOT NULL,
    -- WebAuthn's id of the credential
    known  BLOB NOT NULL UNIQUE,
    -- the public key and its counter, as JSON
    state  TEXT NOT NULL,
    made   INTEGER NOT NULL,
    used   INTEGER
) STRICT;
CREATE INDEX passkeys_by_person ON passkeys (person);

-- A person as a user of one of HubSpot's accounts, once that is known.
CREATE TABLE hubspot_users (
    portal TEXT NOT NULL,
    id     TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (portal, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hubspot_users_by_person ON hubspot_users (person);

-- A frame that waits: `attempt` is the hash of its secret. The person is proven; the digits are
-- what the frame still needs.
CREATE TABLE sign_in_attempts (
    attempt BLOB PRIMARY KEY,
    person  TEXT NOT NULL REFERENCES people (id),
    portal  TEXT,
    digits  BLOB NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    expires INTEGER NOT NULL
) STRICT;

-- A window that is at HubSpot's: its state, the browser that began, and what came of it.
CREATE TABLE hubspot_sign_ins (
    state      BLOB PRIMARY KEY,
    browser    BLOB NOT NULL,
    connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    -- base64url; NULL: for the console
    attempt    TEXT,
    -- NULL: not back yet
    person     TEXT REFERENCES people (id),
    -- a sentence, if it came to nothing
    refused    TEXT,
    returned   INTEGER NOT NULL DEFAULT 0,
    expires    INTEGER NOT NULL
) STRICT;
CREATE INDEX hubspot_sign_ins_by_browser ON hubspot_sign_ins (browser);

-- The connection that its tenant works with, of several that are linked.
ALTER TABLE connections ADD COLUMN preferred INTEGER NOT NULL DEFAULT 0;
-- Whether people may sign in through its app.
ALTER TABLE connections ADD COLUMN sign_in INTEGER NOT NULL DEFAULT 1;
-- Another calling app that the account is moving away from.
ALTER TABLE connections ADD COLUMN old_app TEXT NOT NULL DEFAULT '';
