-- The tables of Sessions, as one transaction where the engine has such a thing.
START TRANSACTION;

CREATE TABLE IF NOT EXISTS session_schema (
  version BIGINT NOT NULL COMMENT 'the number of the step',
  applied_at DATETIME(6) NOT NULL COMMENT 'when it was taken, UTC',
  PRIMARY KEY (version)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='The steps by which these tables were made.';

CREATE TABLE IF NOT EXISTS sessions (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  space VARCHAR(200) NOT NULL COMMENT 'the partition as it stands in session: itself, or its hash where it is long',
  partition_name LONGTEXT NOT NULL COMMENT 'the partition; empty unless asked for',
  id VARCHAR(200) NOT NULL COMMENT 'the id, unique in its partition',
  incarnation VARCHAR(200) NOT NULL COMMENT 'random: another session of the same id has another one',
  revision BIGINT NOT NULL COMMENT 'random: another number at each write, uses included; guards against writing over another one''s',
  version BIGINT NOT NULL COMMENT 'the number of events so far',
  era BIGINT NOT NULL COMMENT 'random: another number whenever a conversation is cleared; until then, messages are only added',
  user_id VARCHAR(512) COMMENT 'whose session it is',
  display_name LONGTEXT COMMENT 'its name for people',
  purpose LONGTEXT COMMENT 'what it is for',
  status VARCHAR(200) NOT NULL COMMENT 'active, paused, completed, failed or abandoned',
  created_at DATETIME(6) NOT NULL COMMENT 'UTC',
  created_by VARCHAR(200) NOT NULL COMMENT 'the channel that created it',
  updated_at DATETIME(6) NOT NULL COMMENT 'when it last changed, UTC',
  last_used_at DATETIME(6) NOT NULL COMMENT 'when it was last used, reads included, UTC',
  channel VARCHAR(200) NOT NULL COMMENT 'the channel that used it last',
  expires_at DATETIME(6) COMMENT 'from then on it is not found, UTC; null for never',
  finished_at DATETIME(6) COMMENT 'when it was completed, failed or abandoned, UTC',
  pinned BOOLEAN NOT NULL COMMENT 'whether cleanup keeps it whatever its age',
  memory_pool VARCHAR(512) COMMENT 'the memory that it shares with others',
  messages BIGINT NOT NULL COMMENT 'how many messages it has',
  invocations BIGINT NOT NULL COMMENT 'how many invocations of tools are linked',
  failed_invocations BIGINT NOT NULL COMMENT 'how many of them failed',
  tokens BIGINT NOT NULL COMMENT 'tokens used so far, in and out',
  cost DOUBLE NOT NULL COMMENT 'what it has cost so far',
  lease_holder VARCHAR(512) COMMENT 'who may run an agent on it',
  lease_token BIGINT NOT NULL COMMENT 'the last fencing token; only ever grows',
  lease_until DATETIME(6) COMMENT 'when the lease runs out, UTC',
  folded_view LONGTEXT NOT NULL COMMENT 'all of it but the state, in the library''s own format',
  PRIMARY KEY (session),
  INDEX sessions_by_update (space, updated_at DESC, session),
  INDEX sessions_by_creation (space, created_at DESC, session),
  INDEX sessions_by_user (user_id, space),
  INDEX sessions_by_status (status, space),
  INDEX sessions_by_expiry (expires_at),
  INDEX sessions_by_finish (finished_at)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row a session, as it is now; its log is in session_events.';

CREATE TABLE IF NOT EXISTS session_events (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  version BIGINT NOT NULL COMMENT '1, 2, 3, ... in each session',
  part BIGINT NOT NULL COMMENT 'its place in the commit that it came with, from 1',
  parts BIGINT NOT NULL COMMENT 'how many events that commit has',
  at DATETIME(6) NOT NULL COMMENT 'when it happened, UTC',
  channel VARCHAR(200) NOT NULL COMMENT 'the channel that it came through',
  commit_id VARCHAR(200) NOT NULL COMMENT 'the commit that it came with',
  kind VARCHAR(200) NOT NULL COMMENT 'what happened',
  chat VARCHAR(512) COMMENT 'of a message: its chat',
  ordinal BIGINT COMMENT 'of a message: its place in the chat, from 1',
  role VARCHAR(200) COMMENT 'of a message: system, user, assistant or tool',
  content LONGTEXT COMMENT 'of a message: its text',
  tool VARCHAR(512) COMMENT 'the name of a tool',
  invocation_id VARCHAR(512) COMMENT 'the execution of a tool',
  payload LONGTEXT COMMENT 'of a message: what the app added',
  data LONGTEXT COMMENT 'the event in the library''s own format, where the columns do not say it all',
  idempotency_key VARCHAR(512) COMMENT 'on the first event of a commit: the key that it carried',
  content_hash VARCHAR(200) COMMENT 'on the first event of a commit: a hash of what was asked under the key',
  commit_fields LONGTEXT COMMENT 'on the first event of a commit: what a newer version added to it',
  keyed_version BIGINT AS (CASE WHEN idempotency_key IS NOT NULL THEN version END) VIRTUAL COMMENT 'version, where there is a key',
  PRIMARY KEY (session, version),
  INDEX session_events_by_message (session, chat, ordinal),
  INDEX session_events_by_invocation (invocation_id, session),
  INDEX session_events_by_key (session, keyed_version)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row an event of a session, in the order of version: its log.';

CREATE TABLE IF NOT EXISTS session_state (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  name VARCHAR(512) NOT NULL COMMENT 'the key',
  value LONGTEXT NOT NULL COMMENT 'the value, byte for byte as it was given',
  kind VARCHAR(200) NOT NULL COMMENT 'what the value is to a filter: text, number, truth, null or other',
  text_value LONGTEXT COMMENT 'the value, where it is a text',
  number_value DOUBLE COMMENT 'the value, where it is a number',
  truth_value BOOLEAN COMMENT 'the value, where it is true or false',
  channel VARCHAR(200) NOT NULL COMMENT 'the channel that set it',
  at DATETIME(6) NOT NULL COMMENT 'when it was set, UTC',
  version BIGINT NOT NULL COMMENT 'the event that set it',
  PRIMARY KEY (session, name)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row a key of a session''s state.';

CREATE TABLE IF NOT EXISTS session_metadata (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  name VARCHAR(512) NOT NULL COMMENT 'the key',
  value LONGTEXT NOT NULL COMMENT 'the value, byte for byte as it was given',
  kind VARCHAR(200) NOT NULL COMMENT 'what the value is to a filter: text, number, truth, null or other',
  text_value LONGTEXT COMMENT 'the value, where it is a text',
  number_value DOUBLE COMMENT 'the value, where it is a number',
  truth_value BOOLEAN COMMENT 'the value, where it is true or false',
  PRIMARY KEY (session, name)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row a key of a session''s metadata.';

CREATE TABLE IF NOT EXISTS session_tags (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  tag VARCHAR(512) NOT NULL COMMENT 'the tag',
  PRIMARY KEY (session, tag),
  INDEX session_tags_by_tag (tag, session)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row a tag of a session.';

CREATE TABLE IF NOT EXISTS session_channels (
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  channel VARCHAR(200) NOT NULL COMMENT 'the channel',
  PRIMARY KEY (session, channel)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='One row a channel that has used a session.';

CREATE TABLE IF NOT EXISTS session_replaced (
  incarnation VARCHAR(200) NOT NULL COMMENT 'which of the sessions of that id it was',
  session VARCHAR(200) NOT NULL COMMENT 'the session: its id, after its partition and a slash where it has one',
  space VARCHAR(200) NOT NULL COMMENT 'the partition as it stands in session: itself, or its hash where it is long',
  whole_view LONGTEXT NOT NULL COMMENT 'all of it, in the library''s own format',
  PRIMARY KEY (incarnation)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */ COMMENT='Expired sessions whose id was taken again before cleanup came by.';

CREATE OR REPLACE VIEW session_messages AS
  SELECT session, chat, ordinal, version, at, channel, role, content, tool, invocation_id, payload
  FROM session_events WHERE kind = 'message';

CREATE OR REPLACE VIEW session_leases AS
  SELECT session, lease_holder AS holder, lease_token AS fencing_token, lease_until AS expires_at
  FROM sessions WHERE lease_until IS NOT NULL;

INSERT INTO session_schema (version, applied_at) VALUES (1, UTC_TIMESTAMP(6));

COMMIT;
