-- Every call asks whose number was called.
CREATE INDEX agents_by_line ON agents (line);
CREATE INDEX agents_by_login ON agents (login);
