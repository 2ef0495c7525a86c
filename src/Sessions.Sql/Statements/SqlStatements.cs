using System.Collections.Immutable;

namespace Sessions.Sql;

/// <summary>Every statement that the store sends, but for lists with a filter and what one engine writes in its own way.</summary>
/// <param name="dialect">The engine.</param>
/// <param name="now">The time by which sessions expire: the database's clock, or a parameter where the clock is given.</param>
internal sealed partial class SqlStatements(SqlDialect dialect, string now)
{
    /// <summary>What a row of sessions holds beside what it is known by, in the order of <see cref="SessionColumns"/>.</summary>
    public static readonly ImmutableArray<(string Name, SqlType Type)> Columns =
    [
        ("revision", SqlType.Number),
        ("version", SqlType.Number),
        ("era", SqlType.Number),
        ("user_id", SqlType.Text),
        ("display_name", SqlType.Text),
        ("purpose", SqlType.Text),
        ("status", SqlType.Text),
        ("created_at", SqlType.Instant),
        ("created_by", SqlType.Text),
        ("updated_at", SqlType.Instant),
        ("last_used_at", SqlType.Instant),
        ("channel", SqlType.Text),
        ("expires_at", SqlType.Instant),
        ("finished_at", SqlType.Instant),
        ("pinned", SqlType.Truth),
        ("memory_pool", SqlType.Text),
        ("messages", SqlType.Number),
        ("invocations", SqlType.Number),
        ("failed_invocations", SqlType.Number),
        ("tokens", SqlType.Number),
        ("cost", SqlType.Double),
        ("lease_holder", SqlType.Text),
        ("lease_token", SqlType.Number),
        ("lease_until", SqlType.Instant),
        ("folded_view", SqlType.Text),
    ];

    /// <summary>The columns of an event, in the order of <see cref="EventColumns"/>.</summary>
    public static readonly ImmutableArray<(string Name, SqlType Type)> EventColumnList =
    [
        ("session", SqlType.Text),
        ("version", SqlType.Number),
        ("part", SqlType.Number),
        ("parts", SqlType.Number),
        ("at", SqlType.Instant),
        ("channel", SqlType.Text),
        ("commit_id", SqlType.Text),
        ("kind", SqlType.Text),
        ("chat", SqlType.Text),
        ("ordinal", SqlType.Number),
        ("role", SqlType.Text),
        ("content", SqlType.Text),
        ("tool", SqlType.Text),
        ("invocation_id", SqlType.Text),
        ("payload", SqlType.Text),
        ("data", SqlType.Text),
        ("idempotency_key", SqlType.Text),
        ("content_hash", SqlType.Text),
        ("commit_fields", SqlType.Text),
    ];

    /// <summary>Those of a message without a tool or anything that an app or a newer version added, which nearly all are: the others stay null.</summary>
    public static readonly ImmutableArray<(string Name, SqlType Type)> PlainEventColumns = [.. EventColumnList.AsSpan(0, EventColumns.Plain)];

    /// <summary>Columns that hold JSON.</summary>
    public static readonly ImmutableArray<string> JsonColumns = ["folded_view", "whole_view", "payload", "data", "commit_fields", "value"];

    private static readonly (string, SqlType) Session = ("session", SqlType.Text);
    private static readonly (string, SqlType) Limit = ("limit", SqlType.Number);

    public string Now => now;

    public SqlDialect Dialect => dialect;

    /// <summary>The time by which the store goes.</summary>
    public SqlStatement Time { get; } = new($"SELECT {now}", OfClock(now));

    /// <summary>
    /// What a memory of earlier commits has to learn, all of one moment: at which revision the session stands, which commits made two of its
    /// versions, and the newest commits with a key after a version.
    /// </summary>
    public SqlStatement Learn { get; } = new(
        $"""
        SELECT 0 AS part, NULL AS name, revision AS number, NULL AS hash FROM sessions WHERE session = @session
        UNION ALL SELECT 1, commit_id, version, NULL FROM session_events WHERE session = @session AND version IN (@known, @through)
        UNION ALL SELECT 2, found.* FROM (
          SELECT idempotency_key, version + parts - 1, content_hash FROM session_events
          WHERE session = @session AND {(dialect is MySqlDialect ? "keyed_version > @after ORDER BY keyed_version" : "idempotency_key IS NOT NULL AND version > @after ORDER BY version")} DESC LIMIT @limit) AS found
        """,
        Session,
        ("known", SqlType.Number),
        ("through", SqlType.Number),
        ("after", SqlType.Number),
        Limit);

    /// <summary>The event that linked an invocation.</summary>
    public SqlStatement LinkedAt { get; } = new(
        "SELECT version FROM session_events WHERE session = @session AND invocation_id = @invocation AND kind = 'invocation' LIMIT 1",
        Session,
        ("invocation", SqlType.Text));

    /// <summary>The commit that made a version, by which an outcome that stayed unknown is known after all.</summary>
    public SqlStatement CommitAt { get; } = new(
        "SELECT commit_id FROM session_events WHERE session = @session AND version = @version", Session, ("version", SqlType.Number));

    /// <summary>The sessions that an invocation is linked to, in the order of the linking.</summary>
    public SqlStatement ByInvocation { get; } = new(
        """
        SELECT s.id FROM session_events e JOIN sessions s ON s.session = e.session
        WHERE e.invocation_id = @invocation AND e.kind = 'invocation' AND s.space = @space ORDER BY e.at LIMIT 16
        """,
        ("invocation", SqlType.Text),
        ("space", SqlType.Text));

    /// <summary>Parameters of the clock, where it is given.</summary>
    public static (string Name, SqlType Type)[] OfClock(string now) => now == "@now" ? [("now", SqlType.Instant)] : [];

    /// <summary>A parameter for a column, said to be what the column holds where the engine would not take a text for it.</summary>
    private static string For(SqlDialect dialect, string column) =>
        dialect is PostgreSqlDialect && JsonColumns.Contains(column) ? $"@{column}::json" : $"@{column}";
}
