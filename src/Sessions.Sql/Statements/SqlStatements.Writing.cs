using System.Collections.Immutable;

namespace Sessions.Sql;

internal sealed partial class SqlStatements
{
    public SqlStatement Begin { get; } = new(dialect.Begin);

    public SqlStatement Commit { get; } = new("COMMIT");

    /// <summary>Begins a session where there is none.</summary>
    public SqlStatement InsertSession { get; } = new(
        $"INSERT INTO sessions ({string.Join(", ", Columns.Select(column => Place(dialect, column.Name)))}, session, space, partition_name, id, revision) "
        + (dialect is MySqlDialect
            ? $"SELECT {ValuesOf(dialect)}, @session, @space, @partition_name, @id, @revision FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE session = @session)"
            : $"VALUES ({ValuesOf(dialect)}, @session, @space, @partition_name, @id, @revision) ON CONFLICT (session) DO NOTHING"),
        [.. Columns, Session, ("space", SqlType.Text), ("partition_name", SqlType.Text), ("id", SqlType.Text), ("revision", SqlType.Number)]);

    /// <summary>Brings a session on from what it was, while it has not expired.</summary>
    public SqlStatement UpdateSession(SqlBreadth breadth, bool fenced) => _updates[(breadth.Rank * 2) + (fenced ? 1 : 0)];

    /// <summary>The same, and the one event that brings it there, in one round trip. Changes nothing where the session is not what it was.</summary>
    /// <param name="breadth">How much of the row is written.</param>
    /// <param name="fenced">Whether it is written under a lease.</param>
    /// <param name="brief">Whether the event is a plain message, alone in its commit, and the row has its instant and its channel: then it is told by <see cref="BriefEventColumns"/>.</param>
    public SqlStatement UpdateWithEvent(SqlBreadth breadth, bool fenced, bool brief) =>
        _updatesWithEvent[(breadth.Rank * 4) + (fenced ? 2 : 0) + (brief ? 1 : 0)];

    public SqlStatement InsertEvent { get; } = EventInsert(dialect, EventColumnList);

    public SqlStatement InsertPlainEvent { get; } = EventInsert(dialect, PlainEventColumns);

    public SqlStatement SetState { get; } = new(
        Upsert(dialect, "session_state", "value", "kind", "text_value", "number_value", "truth_value", "channel", "at", "version"),
        Session,
        ("name", SqlType.Text),
        ("value", SqlType.Text),
        ("kind", SqlType.Text),
        ("text_value", SqlType.Text),
        ("number_value", SqlType.Double),
        ("truth_value", SqlType.Truth),
        ("channel", SqlType.Text),
        ("at", SqlType.Instant),
        ("version", SqlType.Number));

    public SqlStatement RemoveState { get; } = new(
        "DELETE FROM session_state WHERE session = @session AND name = @name", Session, ("name", SqlType.Text));

    public SqlStatement SetMetadata { get; } = new(
        Upsert(dialect, "session_metadata", "value", "kind", "text_value", "number_value", "truth_value"),
        Session,
        ("name", SqlType.Text),
        ("value", SqlType.Text),
        ("kind", SqlType.Text),
        ("text_value", SqlType.Text),
        ("number_value", SqlType.Double),
        ("truth_value", SqlType.Truth));

    public SqlStatement RemoveMetadata { get; } = new(
        "DELETE FROM session_metadata WHERE session = @session AND name = @name", Session, ("name", SqlType.Text));

    public SqlStatement RemoveTag { get; } = new(
        "DELETE FROM session_tags WHERE session = @session AND tag = @tag", Session, ("tag", SqlType.Text));

    public SqlStatement AddTag { get; } = new(
        "INSERT INTO session_tags (session, tag) VALUES (@session, @tag)", Session, ("tag", SqlType.Text));

    public SqlStatement RemoveChannel { get; } = new(
        "DELETE FROM session_channels WHERE session = @session AND channel = @channel", Session, ("channel", SqlType.Text));

    public SqlStatement AddChannel { get; } = new(
        "INSERT INTO session_channels (session, channel) VALUES (@session, @channel)", Session, ("channel", SqlType.Text));

    /// <summary>Everything of one session, its row last.</summary>
    public IReadOnlyList<SqlStatement> DeleteAll { get; } =
    [
        .. from table in OfSessions
           select new SqlStatement($"DELETE FROM {table.Name} WHERE session = @session", Session),
    ];

    /// <summary>Sets an expired session aside, whose id is taken again.</summary>
    public SqlStatement SetAside { get; } = new(
        $"INSERT INTO session_replaced (incarnation, session, space, whole_view) VALUES (@incarnation, @session, @space, {For(dialect, "whole_view")})",
        ("incarnation", SqlType.Text),
        Session,
        ("space", SqlType.Text),
        ("whole_view", SqlType.Text));

    private static string ValuesOf(SqlDialect dialect) => string.Join(", ", Columns.Select(column => Value(dialect, column.Name, For(dialect, column.Name))));

    private readonly SqlStatement[] _updates =
        [.. SqlBreadth.All.SelectMany(breadth => new[] { Update(dialect, now, breadth, fenced: false), Update(dialect, now, breadth, fenced: true) })];

    private readonly SqlStatement[] _updatesWithEvent =
    [
        .. from breadth in SqlBreadth.All
           from fenced in new[] { false, true }
           from brief in new[] { false, true }
           select WithEvent(dialect, Update(dialect, now, breadth, fenced), brief),
    ];

    /// <summary>What a plain message that is alone in its commit has in common with the session's row, or with all of its kind.</summary>
    private static string? ValueOfRow(string column) => column switch
    {
        "session" or "version" or "channel" => $"@{column}",
        "at" => "@updated_at",
        "part" or "parts" => "1",
        "kind" => "'message'",
        _ => null,
    };

    private static SqlStatement EventInsert(SqlDialect dialect, ImmutableArray<(string Name, SqlType Type)> columns) => new(
        $"INSERT INTO session_events ({string.Join(", ", columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => For(dialect, column.Name)))})",
        [.. columns]);

    private static SqlStatement WithEvent(SqlDialect dialect, SqlStatement update, bool brief)
    {
        var columns = brief ? PlainEventColumns : EventColumnList;
        var names = string.Join(", ", columns.Select(static column => column.Name));
        var values = string.Join(", ", columns.Select(column => brief && ValueOfRow(column.Name) is { } known
            ? known
            : For(dialect, column.Name).Replace("@", "@e_", StringComparison.Ordinal)));
        var text = dialect is MySqlDialect
            ? $"START TRANSACTION; {update.Text}; INSERT INTO session_events ({names}) SELECT {values} FROM DUAL WHERE ROW_COUNT() = 1; COMMIT"
            : $"WITH updated AS ({update.Text} RETURNING session) INSERT INTO session_events ({names}) SELECT {values} FROM updated";
        return new SqlStatement(text, [.. update.Parameters, .. (brief ? BriefEventColumns : columns).Select(static column => ("e_" + column.Name, column.Type))])
        {
            IsSeveral = dialect is MySqlDialect,
        };
    }

    /// <summary>Sets a column, and the one that is indexed in its place.</summary>
    public static string Set(SqlDialect dialect, string column, string value) =>
        dialect.CoarseOf(column) is { } coarse ? $"{column} = {value}, {coarse} = {dialect.Coarse(value)}" : $"{column} = {value}";

    /// <summary>A column's name, and that of the one that is indexed in its place.</summary>
    public static string Place(SqlDialect dialect, string column) =>
        dialect.CoarseOf(column) is { } coarse ? $"{column}, {coarse}" : column;

    /// <summary>The values of both.</summary>
    public static string Value(SqlDialect dialect, string column, string value) =>
        dialect.CoarseOf(column) is null ? value : $"{value}, {dialect.Coarse(value)}";

    // While it has not expired, and, fenced, while a lease is held.
    private static SqlStatement Update(SqlDialect dialect, string now, SqlBreadth breadth, bool fenced) => new(
        $"UPDATE sessions SET {string.Join(", ", breadth.Columns.Where(static column => column.Name != "incarnation").Select(column => Set(dialect, column.Name, For(dialect, column.Name))))}, revision = revision + 1 "
        + "WHERE session = @session AND incarnation = @incarnation AND revision = @revision"
        + $" AND (expires_at IS NULL OR expires_at > {now})"
        + (fenced ? $" AND lease_token = @fence AND lease_until > {now}" : ""),
        [.. breadth.Columns, Session, ("revision", SqlType.Number), .. fenced ? [("fence", SqlType.Number)] : Array.Empty<(string, SqlType)>(), .. OfClock(now)]);

    private static string Upsert(SqlDialect dialect, string table, params string[] values)
    {
        var insert = $"INSERT INTO {table} (session, name, {string.Join(", ", values)}) VALUES (@session, @name, {string.Join(", ", values.Select(value => For(dialect, value)))})";
        return dialect is MySqlDialect
            ? $"{insert} ON DUPLICATE KEY UPDATE {string.Join(", ", values.Select(static value => $"{value} = VALUES({value})"))}"
            : $"{insert} ON CONFLICT (session, name) DO UPDATE SET {string.Join(", ", values.Select(static value => $"{value} = excluded.{value}"))}";
    }
}
