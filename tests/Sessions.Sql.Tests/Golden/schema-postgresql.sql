-- The tables of Sessions, as one transaction where the engine has such a thing.
BEGIN;

CREATE TABLE session_schema (
  version bigint NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (version));

COMMENT ON TABLE session_schema IS 'The steps by which these tables were made.';

COMMENT ON COLUMN session_schema.version IS 'the number of the step';

COMMENT ON COLUMN session_schema.applied_at IS 'when it was taken, UTC';

CREATE TABLE sessions (
  session text COLLATE "C" NOT NULL,
  space text COLLATE "C" NOT NULL,
  partition_name text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  incarnation text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  version bigint NOT NULL,
  era bigint NOT NULL,
  user_id text COLLATE "C",
  display_name text COLLATE "C",
  purpose text COLLATE "C",
  status text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  updated_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  channel text COLLATE "C" NOT NULL,
  expires_at timestamptz,
  finished_at timestamptz,
  pinned boolean NOT NULL,
  memory_pool text COLLATE "C",
  messages bigint NOT NULL,
  invocations bigint NOT NULL,
  failed_invocations bigint NOT NULL,
  tokens bigint NOT NULL,
  cost double precision NOT NULL,
  lease_holder text COLLATE "C",
  lease_token bigint NOT NULL,
  lease_until timestamptz,
  folded_view json NOT NULL,
  updated_roughly timestamp NOT NULL,
  expires_roughly timestamp,
  PRIMARY KEY (session)) WITH (fillfactor = 60);

CREATE INDEX sessions_by_update ON sessions (space, updated_roughly DESC);

CREATE INDEX sessions_by_creation ON sessions (space, created_at DESC, session);

CREATE INDEX sessions_by_user ON sessions (user_id, space) WHERE user_id IS NOT NULL;

CREATE INDEX sessions_by_status ON sessions (status, space) WHERE status <> 'active';

CREATE INDEX sessions_by_expiry ON sessions (expires_roughly) WHERE expires_roughly IS NOT NULL;

CREATE INDEX sessions_by_finish ON sessions (finished_at) WHERE finished_at IS NOT NULL;

COMMENT ON TABLE sessions IS 'One row a session, as it is now; its log is in session_events.';

COMMENT ON COLUMN sessions.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN sessions.space IS 'the partition as it stands in session: itself, or its hash where it is long';

COMMENT ON COLUMN sessions.partition_name IS 'the partition; empty unless asked for';

COMMENT ON COLUMN sessions.id IS 'the id, unique in its partition';

COMMENT ON COLUMN sessions.incarnation IS 'random: another session of the same id has another one';

COMMENT ON COLUMN sessions.revision IS 'random: another number at each write, uses included; guards against writing over another one''s';

COMMENT ON COLUMN sessions.version IS 'the number of events so far';

COMMENT ON COLUMN sessions.era IS 'random: another number whenever a conversation is cleared; until then, messages are only added';

COMMENT ON COLUMN sessions.user_id IS 'whose session it is';

COMMENT ON COLUMN sessions.display_name IS 'its name for people';

COMMENT ON COLUMN sessions.purpose IS 'what it is for';

COMMENT ON COLUMN sessions.status IS 'active, paused, completed, failed or abandoned';

COMMENT ON COLUMN sessions.created_at IS 'UTC';

COMMENT ON COLUMN sessions.created_by IS 'the channel that created it';

COMMENT ON COLUMN sessions.updated_at IS 'when it last changed, UTC';

COMMENT ON COLUMN sessions.last_used_at IS 'when it was last used, reads included, UTC';

COMMENT ON COLUMN sessions.channel IS 'the channel that used it last';

COMMENT ON COLUMN sessions.expires_at IS 'from then on it is not found, UTC; null for never';

COMMENT ON COLUMN sessions.finished_at IS 'when it was completed, failed or abandoned, UTC';

COMMENT ON COLUMN sessions.pinned IS 'whether cleanup keeps it whatever its age';

COMMENT ON COLUMN sessions.memory_pool IS 'the memory that it shares with others';

COMMENT ON COLUMN sessions.messages IS 'how many messages it has';

COMMENT ON COLUMN sessions.invocations IS 'how many invocations of tools are linked';

COMMENT ON COLUMN sessions.failed_invocations IS 'how many of them failed';

COMMENT ON COLUMN sessions.tokens IS 'tokens used so far, in and out';

COMMENT ON COLUMN sessions.cost IS 'what it has cost so far';

COMMENT ON COLUMN sessions.lease_holder IS 'who may run an agent on it';

COMMENT ON COLUMN sessions.lease_token IS 'the last fencing token; only ever grows';

COMMENT ON COLUMN sessions.lease_until IS 'when the lease runs out, UTC';

COMMENT ON COLUMN sessions.folded_view IS 'all of it but the state, in the library''s own format';

COMMENT ON COLUMN sessions.updated_roughly IS 'updated_at to the minute, on SQLite to the second: for its index, set with it';

COMMENT ON COLUMN sessions.expires_roughly IS 'expires_at likewise';

CREATE TABLE session_events (
  session text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  part bigint NOT NULL,
  parts bigint NOT NULL,
  at timestamptz NOT NULL,
  channel text COLLATE "C" NOT NULL,
  commit_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  chat text COLLATE "C",
  ordinal bigint,
  role text COLLATE "C",
  content text COLLATE "C",
  tool text COLLATE "C",
  invocation_id text COLLATE "C",
  payload json,
  data json,
  idempotency_key text COLLATE "C",
  content_hash text COLLATE "C",
  commit_fields json,
  PRIMARY KEY (session, version));

CREATE INDEX session_events_by_message ON session_events (session, chat, ordinal) WHERE ordinal IS NOT NULL;

CREATE INDEX session_events_by_invocation ON session_events (invocation_id, session) WHERE kind = 'invocation';

CREATE INDEX session_events_by_key ON session_events (session, version) WHERE idempotency_key IS NOT NULL;

COMMENT ON TABLE session_events IS 'One row an event of a session, in the order of version: its log.';

COMMENT ON COLUMN session_events.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_events.version IS '1, 2, 3, ... in each session';

COMMENT ON COLUMN session_events.part IS 'its place in the commit that it came with, from 1';

COMMENT ON COLUMN session_events.parts IS 'how many events that commit has';

COMMENT ON COLUMN session_events.at IS 'when it happened, UTC';

COMMENT ON COLUMN session_events.channel IS 'the channel that it came through';

COMMENT ON COLUMN session_events.commit_id IS 'the commit that it came with';

COMMENT ON COLUMN session_events.kind IS 'what happened';

COMMENT ON COLUMN session_events.chat IS 'of a message: its chat';

COMMENT ON COLUMN session_events.ordinal IS 'of a message: its place in the chat, from 1';

COMMENT ON COLUMN session_events.role IS 'of a message: system, user, assistant or tool';

COMMENT ON COLUMN session_events.content IS 'of a message: its text';

COMMENT ON COLUMN session_events.tool IS 'the name of a tool';

COMMENT ON COLUMN session_events.invocation_id IS 'the execution of a tool';

COMMENT ON COLUMN session_events.payload IS 'of a message: what the app added';

COMMENT ON COLUMN session_events.data IS 'the event in the library''s own format, where the columns do not say it all';

COMMENT ON COLUMN session_events.idempotency_key IS 'on the first event of a commit: the key that it carried';

COMMENT ON COLUMN session_events.content_hash IS 'on the first event of a commit: a hash of what was asked under the key';

COMMENT ON COLUMN session_events.commit_fields IS 'on the first event of a commit: what a newer version added to it';

CREATE TABLE session_state (
  session text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  value json NOT NULL,
  kind text COLLATE "C" NOT NULL,
  text_value text COLLATE "C",
  number_value double precision,
  truth_value boolean,
  channel text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (session, name));

COMMENT ON TABLE session_state IS 'One row a key of a session''s state.';

COMMENT ON COLUMN session_state.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_state.name IS 'the key';

COMMENT ON COLUMN session_state.value IS 'the value, byte for byte as it was given';

COMMENT ON COLUMN session_state.kind IS 'what the value is to a filter: text, number, truth, null or other';

COMMENT ON COLUMN session_state.text_value IS 'the value, where it is a text';

COMMENT ON COLUMN session_state.number_value IS 'the value, where it is a number';

COMMENT ON COLUMN session_state.truth_value IS 'the value, where it is true or false';

COMMENT ON COLUMN session_state.channel IS 'the channel that set it';

COMMENT ON COLUMN session_state.at IS 'when it was set, UTC';

COMMENT ON COLUMN session_state.version IS 'the event that set it';

CREATE TABLE session_metadata (
  session text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  value json NOT NULL,
  kind text COLLATE "C" NOT NULL,
  text_value text COLLATE "C",
  number_value double precision,
  truth_value boolean,
  PRIMARY KEY (session, name));

COMMENT ON TABLE session_metadata IS 'One row a key of a session''s metadata.';

COMMENT ON COLUMN session_metadata.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_metadata.name IS 'the key';

COMMENT ON COLUMN session_metadata.value IS 'the value, byte for byte as it was given';

COMMENT ON COLUMN session_metadata.kind IS 'what the value is to a filter: text, number, truth, null or other';

COMMENT ON COLUMN session_metadata.text_value IS 'the value, where it is a text';

COMMENT ON COLUMN session_metadata.number_value IS 'the value, where it is a number';

COMMENT ON COLUMN session_metadata.truth_value IS 'the value, where it is true or false';

CREATE TABLE session_tags (
  session text COLLATE "C" NOT NULL,
  tag text COLLATE "C" NOT NULL,
  PRIMARY KEY (session, tag));

CREATE INDEX session_tags_by_tag ON session_tags (tag, session);

COMMENT ON TABLE session_tags IS 'One row a tag of a session.';

COMMENT ON COLUMN session_tags.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_tags.tag IS 'the tag';

CREATE TABLE session_channels (
  session text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  PRIMARY KEY (session, channel));

COMMENT ON TABLE session_channels IS 'One row a channel that has used a session.';

COMMENT ON COLUMN session_channels.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_channels.channel IS 'the channel';

CREATE TABLE session_replaced (
  incarnation text COLLATE "C" NOT NULL,
  session text COLLATE "C" NOT NULL,
  space text COLLATE "C" NOT NULL,
  whole_view json NOT NULL,
  PRIMARY KEY (incarnation));

COMMENT ON TABLE session_replaced IS 'Expired sessions whose id was taken again before cleanup came by.';

COMMENT ON COLUMN session_replaced.incarnation IS 'which of the sessions of that id it was';

COMMENT ON COLUMN session_replaced.session IS 'the session: its id, after its partition and a slash where it has one';

COMMENT ON COLUMN session_replaced.space IS 'the partition as it stands in session: itself, or its hash where it is long';

COMMENT ON COLUMN session_replaced.whole_view IS 'all of it, in the library''s own format';

CREATE VIEW session_messages AS
  SELECT session, chat, ordinal, version, at, channel, role, content, tool, invocation_id, payload
  FROM session_events WHERE kind = 'message';

COMMENT ON VIEW session_messages IS 'The messages of all sessions.';

CREATE VIEW session_leases AS
  SELECT session, lease_holder AS holder, lease_token AS fencing_token, lease_until AS expires_at
  FROM sessions WHERE lease_until IS NOT NULL;

COMMENT ON VIEW session_leases IS 'The leases that were taken and not given back; those whose time is over are held by nobody.';

INSERT INTO session_schema (version, applied_at) VALUES (1, clock_timestamp());

COMMIT;
