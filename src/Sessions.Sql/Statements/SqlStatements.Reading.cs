namespace Sessions.Sql;

// What reads one session tells in the same statement where that stands, so that both are of one moment: in the first three columns, of a
// row of its own or of every row.
internal sealed partial class SqlStatements
{
    private static readonly string[] MessageFields =
        ["at", "chat", "ordinal", "version", "channel", "role", "content", "tool", "invocation_id", "payload", "data"];

    private static readonly string[] EventFields =
    [
        "version", "part", "parts", "at", "channel", "commit_id", "kind", "chat", "ordinal", "role", "content", "tool", "invocation_id", "payload", "data",
        "idempotency_key", "content_hash", "commit_fields",
    ];

    /// <summary>Where a session stands, for who knows its view already.</summary>
    public SqlStatement Look { get; } = new(
        $"SELECT {now}, revision, era FROM sessions WHERE session = @session", [Session, .. OfClock(now)]);

    /// <summary>A whole session: where it stands, its view, once, and its state.</summary>
    public SqlStatement Load { get; } = new(
        dialect is MySqlDialect
            ? $"""
            SELECT {now} AS looked_at, s.revision, s.era,
              CASE WHEN NOT EXISTS (SELECT 1 FROM session_state b WHERE b.session = s.session AND b.name < t.name) THEN s.folded_view END AS folded_view,
              t.name, t.value, t.channel, t.at, t.version
            FROM sessions s LEFT JOIN session_state t ON t.session = s.session WHERE s.session = @session
            """
            : $"""
            SELECT {now} AS looked_at, revision, era, folded_view, NULL AS name, NULL AS value, NULL AS channel, NULL AS at, NULL AS version FROM sessions WHERE session = @session
            UNION ALL SELECT NULL, NULL, NULL, NULL, name, value, channel, at, version FROM session_state WHERE session = @session
            """,
        [Session, .. OfClock(now)]);

    /// <summary>Where a session that has not expired stands, and its newest messages between two ordinals, unless it stands at a revision.</summary>
    public SqlStatement NewestMessages { get; } = Messages(dialect, now, "DESC");

    /// <summary>The same, with its oldest messages between them.</summary>
    public SqlStatement OldestMessages { get; } = Messages(dialect, now, "ASC");

    /// <summary>Where a session stands, and its events from that on which begins the commit after a version.</summary>
    public SqlStatement Log { get; } = new(
        WithPlace(
            dialect,
            now,
            EventFields,
            where: "1 = 1",
            events: "e.version >= COALESCE((SELECT f.version - f.part + 1 FROM session_events f WHERE f.session = @session AND f.version = @after + 1), @after + 1)",
            unless: null,
            order: "version"),
        [Session, ("after", SqlType.Number), Limit, .. OfClock(now)]);

    private static SqlStatement Messages(SqlDialect dialect, string now, string direction) => new(
        WithPlace(
            dialect,
            now,
            MessageFields,
            where: $"(s.expires_at IS NULL OR s.expires_at > {now})",
            events: "e.chat = @chat AND e.ordinal > @after AND e.ordinal < @before AND e.kind = 'message'",
            unless: "@unless",
            order: $"ordinal {direction}"),
        [Session, ("chat", SqlType.Text), ("after", SqlType.Number), ("before", SqlType.Number), Limit, ("unless", SqlType.Number), .. OfClock(now)]);

    /// <param name="dialect">The engine.</param>
    /// <param name="now">The time.</param>
    /// <param name="fields">The columns of events that are asked for.</param>
    /// <param name="where">Which sessions are.</param>
    /// <param name="events">Which of their events.</param>
    /// <param name="unless">The revision at which none of them is; null for no such.</param>
    /// <param name="order">The order in which the limit counts.</param>
    private static string WithPlace(
        SqlDialect dialect, string now, string[] fields, string where, string events, string? unless, string order)
    {
        var place = $"SELECT {now} AS looked_at, s.revision, s.era";
        var wanted = string.Join(", ", fields.Select(static field => $"e.{field}"));

        // To MySQL and MariaDB what is put together is a table that has to be made first, on disk where a column is a text. But a row
        // that is found by its key counts as a constant there, and so does the revision in it.
        return dialect is MySqlDialect
            ? $"""
            {place}, {wanted}
            FROM sessions s LEFT JOIN session_events e ON {(unless is null ? "" : $"s.revision <> {unless} AND ")}e.session = s.session AND {events}
            WHERE s.session = @session AND {where} ORDER BY e.{order} LIMIT @limit
            """
            : $"""
            {place}, {string.Join(", ", fields.Select(static field => $"NULL AS {field}"))} FROM sessions s WHERE s.session = @session AND {where}
            UNION ALL SELECT NULL, NULL, NULL, found.* FROM (
              SELECT {wanted} FROM session_events e WHERE e.session = @session AND {events}
              ORDER BY e.{order} LIMIT {(unless is null ? "@limit" : $"CASE WHEN (SELECT revision FROM sessions WHERE session = @session) = {unless} THEN 0 ELSE @limit END")}) AS found
            """;
    }
}
