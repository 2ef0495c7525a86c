-- The tables of Sessions, as one transaction where the engine has such a thing.
BEGIN IMMEDIATE;

CREATE TABLE session_schema ( -- The steps by which these tables were made.
  version INTEGER NOT NULL, -- the number of the step
  applied_at TEXT NOT NULL, -- when it was taken, UTC
  PRIMARY KEY (version));

CREATE TABLE sessions ( -- One row a session, as it is now; its log is in session_events.
  session TEXT NOT NULL,               -- the session: its id, after its partition and a slash where it has one
  space TEXT NOT NULL,                 -- the partition as it stands in session: itself, or its hash where it is long
  partition_name TEXT NOT NULL,        -- the partition; empty unless asked for
  id TEXT NOT NULL,                    -- the id, unique in its partition
  incarnation TEXT NOT NULL,           -- random: another session of the same id has another one
  revision INTEGER NOT NULL,           -- random: another number at each write, uses included; guards against writing over another one's
  version INTEGER NOT NULL,            -- the number of events so far
  era INTEGER NOT NULL,                -- random: another number whenever a conversation is cleared; until then, messages are only added
  user_id TEXT,                        -- whose session it is
  display_name TEXT,                   -- its name for people
  purpose TEXT,                        -- what it is for
  status TEXT NOT NULL,                -- active, paused, completed, failed or abandoned
  created_at TEXT NOT NULL,            -- UTC
  created_by TEXT NOT NULL,            -- the channel that created it
  updated_at TEXT NOT NULL,            -- when it last changed, UTC
  last_used_at TEXT NOT NULL,          -- when it was last used, reads included, UTC
  channel TEXT NOT NULL,               -- the channel that used it last
  expires_at TEXT,                     -- from then on it is not found, UTC; null for never
  finished_at TEXT,                    -- when it was completed, failed or abandoned, UTC
  pinned INTEGER NOT NULL,             -- whether cleanup keeps it whatever its age
  memory_pool TEXT,                    -- the memory that it shares with others
  messages INTEGER NOT NULL,           -- how many messages it has
  invocations INTEGER NOT NULL,        -- how many invocations of tools are linked
  failed_invocations INTEGER NOT NULL, -- how many of them failed
  tokens INTEGER NOT NULL,             -- tokens used so far, in and out
  cost REAL NOT NULL,                  -- what it has cost so far
  lease_holder TEXT,                   -- who may run an agent on it
  lease_token INTEGER NOT NULL,        -- the last fencing token; only ever grows
  lease_until TEXT,                    -- when the lease runs out, UTC
  folded_view TEXT NOT NULL,           -- all of it but the state, in the library's own format
  updated_roughly TEXT NOT NULL,       -- updated_at to the minute, on SQLite to the second: for its index, set with it
  expires_roughly TEXT,                -- expires_at likewise
  PRIMARY KEY (session));

CREATE INDEX sessions_by_update ON sessions (space, updated_roughly DESC);

CREATE INDEX sessions_by_creation ON sessions (space, created_at DESC, session);

CREATE INDEX sessions_by_user ON sessions (user_id, space) WHERE user_id IS NOT NULL;

CREATE INDEX sessions_by_status ON sessions (status, space) WHERE status <> 'active';

CREATE INDEX sessions_by_expiry ON sessions (expires_roughly) WHERE expires_roughly IS NOT NULL;

CREATE INDEX sessions_by_finish ON sessions (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE session_events ( -- One row an event of a session, in the order of version: its log.
  session TEXT NOT NULL,    -- the session: its id, after its partition and a slash where it has one
  version INTEGER NOT NULL, -- 1, 2, 3, ... in each session
  part INTEGER NOT NULL,    -- its place in the commit that it came with, from 1
  parts INTEGER NOT NULL,   -- how many events that commit has
  at TEXT NOT NULL,         -- when it happened, UTC
  channel TEXT NOT NULL,    -- the channel that it came through
  commit_id TEXT NOT NULL,  -- the commit that it came with
  kind TEXT NOT NULL,       -- what happened
  chat TEXT,                -- of a message: its chat
  ordinal INTEGER,          -- of a message: its place in the chat, from 1
  role TEXT,                -- of a message: system, user, assistant or tool
  content TEXT,             -- of a message: its text
  tool TEXT,                -- the name of a tool
  invocation_id TEXT,       -- the execution of a tool
  payload TEXT,             -- of a message: what the app added
  data TEXT,                -- the event in the library's own format, where the columns do not say it all
  idempotency_key TEXT,     -- on the first event of a commit: the key that it carried
  content_hash TEXT,        -- on the first event of a commit: a hash of what was asked under the key
  commit_fields TEXT,       -- on the first event of a commit: what a newer version added to it
  PRIMARY KEY (session, version)) WITHOUT ROWID;

CREATE INDEX session_events_by_message ON session_events (session, chat, ordinal) WHERE ordinal IS NOT NULL;

CREATE INDEX session_events_by_invocation ON session_events (invocation_id, session) WHERE kind = 'invocation';

CREATE INDEX session_events_by_key ON session_events (session, version) WHERE idempotency_key IS NOT NULL;

CREATE TABLE session_state ( -- One row a key of a session's state.
  session TEXT NOT NULL,    -- the session: its id, after its partition and a slash where it has one
  name TEXT NOT NULL,       -- the key
  value TEXT NOT NULL,      -- the value, byte for byte as it was given
  kind TEXT NOT NULL,       -- what the value is to a filter: text, number, truth, null or other
  text_value TEXT,          -- the value, where it is a text
  number_value REAL,        -- the value, where it is a number
  truth_value INTEGER,      -- the value, where it is true or false
  channel TEXT NOT NULL,    -- the channel that set it
  at TEXT NOT NULL,         -- when it was set, UTC
  version INTEGER NOT NULL, -- the event that set it
  PRIMARY KEY (session, name)) WITHOUT ROWID;

CREATE TABLE session_metadata ( -- One row a key of a session's metadata.
  session TEXT NOT NULL, -- the session: its id, after its partition and a slash where it has one
  name TEXT NOT NULL,    -- the key
  value TEXT NOT NULL,   -- the value, byte for byte as it was given
  kind TEXT NOT NULL,    -- what the value is to a filter: text, number, truth, null or other
  text_value TEXT,       -- the value, where it is a text
  number_value REAL,     -- the value, where it is a number
  truth_value INTEGER,   -- the value, where it is true or false
  PRIMARY KEY (session, name)) WITHOUT ROWID;

CREATE TABLE session_tags ( -- One row a tag of a session.
  session TEXT NOT NULL, -- the session: its id, after its partition and a slash where it has one
  tag TEXT NOT NULL,     -- the tag
  PRIMARY KEY (session, tag)) WITHOUT ROWID;

CREATE INDEX session_tags_by_tag ON session_tags (tag, session);

CREATE TABLE session_channels ( -- One row a channel that has used a session.
  session TEXT NOT NULL, -- the session: its id, after its partition and a slash where it has one
  channel TEXT NOT NULL, -- the channel
  PRIMARY KEY (session, channel)) WITHOUT ROWID;

CREATE TABLE session_replaced ( -- Expired sessions whose id was taken again before cleanup came by.
  incarnation TEXT NOT NULL, -- which of the sessions of that id it was
  session TEXT NOT NULL,     -- the session: its id, after its partition and a slash where it has one
  space TEXT NOT NULL,       -- the partition as it stands in session: itself, or its hash where it is long
  whole_view TEXT NOT NULL,  -- all of it, in the library's own format
  PRIMARY KEY (incarnation));

CREATE VIEW session_messages AS -- The messages of all sessions.
  SELECT session, chat, ordinal, version, at, channel, role, content, tool, invocation_id, payload
  FROM session_events WHERE kind = 'message';

CREATE VIEW session_leases AS -- The leases that were taken and not given back; those whose time is over are held by nobody.
  SELECT session, lease_holder AS holder, lease_token AS fencing_token, lease_until AS expires_at
  FROM sessions WHERE lease_until IS NOT NULL;

INSERT INTO session_schema (version, applied_at) VALUES (1, strftime('%Y-%m-%d %H:%M:%f000', 'now'));

COMMIT;
