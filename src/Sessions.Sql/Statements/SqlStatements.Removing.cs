using System.Collections.Concurrent;
using System.Globalization;
using Sessions.Stores;

namespace Sessions.Sql;

internal sealed partial class SqlStatements
{
    private readonly ConcurrentDictionary<(bool, bool, bool, bool, bool), SqlStatement> _due = new();

    /// <summary>How many keys a statement of a cleanup is about. Each is sent, so that there is one text for any number.</summary>
    public const int Several = 32;

    private static readonly (string Name, SqlType Type)[] SeveralKeys =
        [.. Enumerable.Range(0, Several).Select(static i => ($"k{i.ToString(CultureInfo.InvariantCulture)}", SqlType.Text))];

    // A session's row last: it is what others look for.
    private static readonly SqlTable[] OfSessions =
        [SqlTables.Events, SqlTables.State, SqlTables.Metadata, SqlTables.Tags, SqlTables.Channels, SqlTables.Sessions];

    private static readonly string KeyNames = string.Join(", ", SeveralKeys.Select(static key => $"@{key.Name}"));

    /// <summary>All but what Sessions keeps for itself.</summary>
    public const string OfApps = "(SUBSTR(space, 1, 1) <> '$' OR SUBSTR(space, 1, 6) IN ('$user:', '$user@'))";

    /// <summary>Locks the row of a session that has expired, and was not written since it was read.</summary>
    public SqlStatement LockExpired { get; } = new(
        $"SELECT 1 FROM sessions WHERE session = @session AND revision = @revision AND expires_at <= {now}{(dialect is SqliteDialect ? "" : " FOR UPDATE")}",
        [Session, ("revision", SqlType.Number), .. OfClock(now)]);

    /// <summary>Locks the row of a session that has not expired.</summary>
    public SqlStatement LockAlive { get; } = new(
        $"SELECT incarnation FROM sessions WHERE session = @session AND (expires_at IS NULL OR expires_at > {now}){(dialect is SqliteDialect ? "" : " FOR UPDATE")}",
        [Session, .. OfClock(now)]);

    /// <summary>Whether an incarnation has its row, or was set aside.</summary>
    public SqlStatement IsThere { get; } = new(
        "SELECT 1 FROM sessions WHERE session = @session AND incarnation = @incarnation UNION ALL SELECT 1 FROM session_replaced WHERE incarnation = @incarnation",
        Session,
        ("incarnation", SqlType.Text));

    /// <summary>Everything of several sessions, their rows last.</summary>
    public IReadOnlyList<SqlStatement> DeleteSeveral { get; } =
        [.. from table in OfSessions select new SqlStatement($"DELETE FROM {table.Name} WHERE session IN ({KeyNames})", SeveralKeys)];

    /// <summary>Several whole sessions.</summary>
    public SqlStatement LoadSeveral { get; } = new(
        $"""
        SELECT 0 AS part, session, partition_name AS name, NULL AS version, id AS channel, updated_at AS at, folded_view AS value FROM sessions WHERE session IN ({KeyNames})
        UNION ALL SELECT 1, session, name, version, channel, at, value FROM session_state WHERE session IN ({KeyNames})
        """,
        SeveralKeys);

    public IReadOnlyList<SqlStatement> DropReplaced { get; } =
        [new($"DELETE FROM session_replaced WHERE incarnation IN ({KeyNames})", SeveralKeys)];

    /// <summary>Expired sessions that were set aside.</summary>
    public SqlStatement Replaced(CleanupRule rule) => rule.Partition is null
        ? ReplacedAnywhere
        : ReplacedInSpace;

    private SqlStatement ReplacedAnywhere { get; } = new(
        $"SELECT whole_view FROM session_replaced ORDER BY incarnation LIMIT @limit{dialect.ForUpdateSkipLocked}", ("space", SqlType.Text), Limit);

    private SqlStatement ReplacedInSpace { get; } = new(
        $"SELECT whole_view FROM session_replaced WHERE space = @space ORDER BY incarnation LIMIT @limit{dialect.ForUpdateSkipLocked}", ("space", SqlType.Text), Limit);

    /// <summary>Sessions that a cleanup rule may take; the rule itself has the last word on each.</summary>
    public SqlStatement Due(CleanupRule rule) => _due.GetOrAdd(
        (rule.Partition is null, rule.Expired, rule.FinishedFor is not null, rule.UnusedFor is not null, rule.DryRun),
        static (key, dialect) =>
        {
            var (everywhere, expired, finished, unused, dry) = key;
            const string Live = "(expires_at IS NULL OR expires_at > @now) AND (lease_until IS NULL OR lease_until <= @now)";
            List<(string Reason, string? Order)> reasons =
            [
                .. expired ? [DueByExpiry(dialect)] : Array.Empty<(string, string?)>(),
                .. finished ? [($"finished_at <= @finished AND {Live}", "finished_at")] : Array.Empty<(string, string?)>(),
                .. unused ? [($"last_used_at <= @unused AND {Live}{(finished ? " AND (finished_at IS NULL OR finished_at > @finished)" : "")}", null)] : Array.Empty<(string, string?)>(),
            ];
            var where = $"SELECT session FROM sessions WHERE pinned = {(dialect is PostgreSqlDialect ? "false" : "0")} AND {(everywhere ? OfApps : "space = @space")}";
            var limit = $"LIMIT @limit{(dry ? "" : dialect.ForUpdateSkipLocked)}";

            // PostgreSQL looks at all rows where it believes that many are due, and believes so until it has counted again: each reason
            // in the order of its index leaves it no choice.
            return new SqlStatement(
                dialect is PostgreSqlDialect && reasons.Count > 0
                    ? $"{string.Join(" UNION ALL ", reasons.Select((reason, index) => $"SELECT session FROM ({where} AND {reason.Reason}{(reason.Order is { } order ? $" ORDER BY {order}" : "")} {limit}) AS due_{index}"))} LIMIT @limit"
                    : $"{where} AND ({(reasons.Count == 0 ? "1 = 0" : string.Join(" OR ", reasons.Select(static reason => $"({reason.Reason})")))}) {limit}",
                ("space", SqlType.Text),
                ("now", SqlType.Instant),
                ("finished", SqlType.Instant),
                ("unused", SqlType.Instant),
                Limit);
        },
        dialect);

    /// <summary>What has expired, and the order in which an index has it.</summary>
    private static (string Reason, string? Order) DueByExpiry(SqlDialect dialect) => dialect.RoughOf("expires_at") is { } rough
        ? ($"{rough} <= {dialect.Roughly("@now")} AND expires_at <= @now", rough)
        : ("expires_at <= @now", "expires_at");
}
