namespace Sessions.Sql;

/// <summary>The tables, as ordered steps. A step that was released is never changed: what comes later is a new one.</summary>
internal static class SqlMigrations
{
    /// <summary>The steps, each some statements; the number of a step is its place, from 1.</summary>
    public static IReadOnlyList<string[]> Of(SqlDialect dialect) => [First(dialect.Columns, dialect)];

    /// <summary>Which steps were taken.</summary>
    public static string Versions(SqlDialect dialect) =>
        $"CREATE TABLE IF NOT EXISTS session_schema (version {dialect.Columns.Number} NOT NULL PRIMARY KEY, applied_at {dialect.Columns.Instant} NOT NULL){dialect.Columns.TableEnd}";

    private static string[] First(SqlColumns c, SqlDialect dialect)
    {
        var partial = dialect is not MySqlDialect;
        return
        [
            // One row a session: the columns are for people and for finding it, folded_view is all of it but the state.
            $"""
            CREATE TABLE sessions (
              session {c.Key} NOT NULL PRIMARY KEY,
              space {c.Key} NOT NULL,
              partition_name {c.Text} NOT NULL,
              id {c.Key} NOT NULL,
              incarnation {c.Key} NOT NULL,
              revision {c.Number} NOT NULL,
              version {c.Number} NOT NULL,
              clears {c.Number} NOT NULL,
              user_id {c.Name},
              display_name {c.Text},
              purpose {c.Text},
              status {c.Key} NOT NULL,
              created_at {c.Instant} NOT NULL,
              created_by {c.Key} NOT NULL,
              updated_at {c.Instant} NOT NULL,
              last_used_at {c.Instant} NOT NULL,
              channel {c.Key} NOT NULL,
              expires_at {c.Instant},
              finished_at {c.Instant},
              pinned {c.Truth} NOT NULL,
              memory_pool {c.Name},
              messages {c.Number} NOT NULL,
              invocations {c.Number} NOT NULL,
              failed_invocations {c.Number} NOT NULL,
              tokens {c.Number} NOT NULL,
              cost {c.Double} NOT NULL,
              lease_holder {c.Name},
              lease_token {c.Number} NOT NULL,
              lease_until {c.Instant},
              folded_view {c.Json} NOT NULL){c.TableEnd}
            """,
            "CREATE INDEX sessions_by_update ON sessions (space, updated_at, session)",
            "CREATE INDEX sessions_by_creation ON sessions (space, created_at, session)",
            $"CREATE INDEX sessions_by_user ON sessions (user_id, space){(partial ? " WHERE user_id IS NOT NULL" : "")}",
            
            // Nearly all are active: who looks for those is served by the order that he asks for, and they pay for no place here.
            $"CREATE INDEX sessions_by_status ON sessions (space, status){(partial ? " WHERE status <> 'active'" : "")}",
            $"CREATE INDEX sessions_by_expiry ON sessions (expires_at){(partial ? " WHERE expires_at IS NOT NULL" : "")}",
            $"CREATE INDEX sessions_by_finish ON sessions (finished_at){(partial ? " WHERE finished_at IS NOT NULL" : "")}",

            // One row an event; a message stands in its columns, whatever else an event says in data.
            $"""
            CREATE TABLE session_events (
              session {c.Key} NOT NULL,
              version {c.Number} NOT NULL,
              part {c.Number} NOT NULL,
              parts {c.Number} NOT NULL,
              at {c.Instant} NOT NULL,
              channel {c.Key} NOT NULL,
              commit_id {c.Key} NOT NULL,
              kind {c.Key} NOT NULL,
              chat {c.Name},
              ordinal {c.Number},
              role {c.Key},
              content {c.Text},
              tool {c.Name},
              invocation_id {c.Name},
              payload {c.Json},
              data {c.Json},
              idempotency_key {c.Name},
              content_hash {c.Key},
              commit_fields {c.Json},
              PRIMARY KEY (session, version)){(dialect is SqliteDialect ? " WITHOUT ROWID" : c.TableEnd)}
            """,
            $"CREATE INDEX session_events_by_message ON session_events (session, {Prefix(dialect, "chat")}, ordinal){(partial ? " WHERE ordinal IS NOT NULL" : "")}",
            $"CREATE INDEX session_events_by_invocation ON session_events ({Prefix(dialect, "invocation_id")}, session){(partial ? " WHERE kind = 'invocation'" : "")}",
            $"CREATE INDEX session_events_by_key ON session_events (session, {(partial ? "version) WHERE idempotency_key IS NOT NULL" : "idempotency_key(150))")}",
            Child("session_state", $"name {c.Name} NOT NULL, value {c.Json} NOT NULL, kind {c.Key} NOT NULL, text_value {c.Text}, number_value {c.Double}, truth_value {c.Truth}, channel {c.Key} NOT NULL, at {c.Instant} NOT NULL, version {c.Number} NOT NULL", dialect, "name"),
            Child("session_metadata", $"name {c.Name} NOT NULL, value {c.Json} NOT NULL, kind {c.Key} NOT NULL, text_value {c.Text}, number_value {c.Double}, truth_value {c.Truth}", dialect, "name"),
            Child("session_tags", $"tag {c.Name} NOT NULL", dialect, "tag"),
            $"CREATE INDEX session_tags_by_tag ON session_tags ({Prefix(dialect, "tag")}, session)",
            Child("session_channels", $"channel {c.Key} NOT NULL", dialect, "channel"),

            // Expired sessions whose id was taken again before cleanup came by.
            $"""
            CREATE TABLE session_replaced (
              incarnation {c.Key} NOT NULL PRIMARY KEY,
              session {c.Key} NOT NULL,
              space {c.Key} NOT NULL,
              whole_view {c.Json} NOT NULL){c.TableEnd}
            """,
            """
            CREATE VIEW session_messages AS
              SELECT session, chat, ordinal, version, at, channel, role, content, tool, invocation_id, payload
              FROM session_events WHERE kind = 'message'
            """,
            """
            CREATE VIEW session_leases AS
              SELECT session, lease_holder AS holder, lease_token AS fencing_token, lease_until AS expires_at
              FROM sessions WHERE lease_until IS NOT NULL
            """,
        ];
    }

    private static string Child(string table, string columns, SqlDialect dialect, string key) =>
        $"CREATE TABLE {table} (session {dialect.Columns.Key} NOT NULL, {columns}, PRIMARY KEY (session, {key})){(dialect is SqliteDialect ? " WITHOUT ROWID" : dialect.Columns.TableEnd)}";

    /// <summary>MySQL bounds what an index may hold; names that are alike for 150 characters share a place in it.</summary>
    private static string Prefix(SqlDialect dialect, string column) => dialect is MySqlDialect ? $"{column}(150)" : column;
}
