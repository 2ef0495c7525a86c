using System.Collections.Immutable;

namespace Sessions.Sql;

internal sealed partial class SqlStatements
{
    public SqlStatement Begin { get; } = new(dialect.Begin);

    public SqlStatement Commit { get; } = new("COMMIT");

    /// <summary>Begins a session where there is none.</summary>
    public SqlStatement InsertSession { get; } = new(
        $"INSERT INTO sessions ({string.Join(", ", Columns.Select(column => Place(dialect, column.Name)))}, session, space, partition_name, id, incarnation) "
        + (dialect is MySqlDialect
            ? $"SELECT {ValuesOf(dialect)}, @session, @space, @partition_name, @id, @incarnation FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE session = @session)"
            : $"VALUES ({ValuesOf(dialect)}, @session, @space, @partition_name, @id, @incarnation) ON CONFLICT (session) DO NOTHING"),
        [.. Columns, Session, ("space", SqlType.Text), ("partition_name", SqlType.Text), ("id", SqlType.Text), ("incarnation", SqlType.Text)]);

    /// <summary>Brings a session on from what it was, while it has not expired.</summary>
    /// <param name="breadth">How much of the row is written.</param>
    /// <param name="fenced">Whether it is written under a lease.</param>
    /// <param name="moves">Whether an instant that is indexed roughly is another than it was: SQLite writes the index of each column that is named.</param>
    public SqlStatement UpdateSession(SqlBreadth breadth, bool fenced, bool moves = true) => _updates[(breadth.Rank * 4) + (fenced ? 2 : 0) + (moves ? 1 : 0)];

    /// <summary>The same, and the one event that brings it there, in one round trip. Changes nothing where the session is not what it was.</summary>
    public SqlStatement UpdateWithEvent(SqlBreadth breadth, bool fenced) => _updatesWithEvent[(breadth.Rank * 2) + (fenced ? 1 : 0)];

    /// <summary>
    /// The same for a plain message, alone in its commit, by which the session was last used: what the row can say of it by itself is not
    /// sent.
    /// </summary>
    public SqlStatement AppendMessage(bool fenced, bool moves) => _appendMessage[(fenced ? 2 : 0) + (moves ? 1 : 0)];

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
    [
        .. from breadth in SqlBreadth.All
           from fenced in new[] { false, true }
           from moves in new[] { false, true }
           select Update(dialect, now, breadth, fenced, moves),
    ];

    private readonly SqlStatement[] _updatesWithEvent =
    [
        .. from breadth in SqlBreadth.All
           from fenced in new[] { false, true }
           select WithEvent(
               dialect,
               Update(dialect, now, breadth, fenced),
               "",
               EventColumnList.Select(column => (column.Name, For(dialect, column.Name).Replace("@", "@e_", StringComparison.Ordinal))),
               EventColumnList.Select(static column => ("e_" + column.Name, column.Type))),
    ];

    private readonly SqlStatement[] _appendMessage =
    [
        .. from fenced in new[] { false, true }
           from moves in new[] { false, true }
           select WithEvent(
               dialect,
               Update(
                   dialect,
                   now,
                   [("revision", SqlType.Number), ("updated_at", SqlType.Instant), ("channel", SqlType.Text), ("expires_at", SqlType.Instant), ("folded_view", SqlType.Text)],
                   fenced,
                   moves,
                   "version = version + 1, messages = messages + 1, last_used_at = @updated_at, "),
               ", version, updated_at, channel",
               PlainEventColumns.Select(static column => (column.Name, ValueOfMessage(column.Name, "@"))),
               [("commit_id", SqlType.Text), ("chat", SqlType.Text), ("ordinal", SqlType.Number), ("role", SqlType.Text), ("content", SqlType.Text)]),
    ];

    /// <summary>What a plain message that is alone in its commit has in common with the session's row, or with all of its kind, and what is given.</summary>
    /// <param name="column">The event's column.</param>
    /// <param name="given">What stands before the names of values that are given.</param>
    public static string ValueOfMessage(string column, string given) => column switch
    {
        "session" or "version" or "channel" => column,
        "at" => "updated_at",
        "part" or "parts" => "1",
        "kind" => "'message'",
        _ => given + column,
    };

    private static SqlStatement EventInsert(SqlDialect dialect, ImmutableArray<(string Name, SqlType Type)> columns) => new(
        $"INSERT INTO session_events ({string.Join(", ", columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => For(dialect, column.Name)))})",
        [.. columns]);

    /// <param name="dialect">The engine.</param>
    /// <param name="update">What is done first.</param>
    /// <param name="needs">Columns of the row, beside its key, that the event's values name.</param>
    /// <param name="columns">The event's columns and their values.</param>
    /// <param name="parameters">Those of the event.</param>
    private static SqlStatement WithEvent(
        SqlDialect dialect, SqlStatement update, string needs, IEnumerable<(string Name, string Value)> columns, IEnumerable<(string, SqlType)> parameters)
    {
        var insert = $"INSERT INTO session_events ({string.Join(", ", columns.Select(static column => column.Name))}) SELECT {string.Join(", ", columns.Select(static column => column.Value))} FROM";
        var text = dialect is MySqlDialect
            ? $"START TRANSACTION; {update.Text}; {insert} sessions WHERE session = @session AND ROW_COUNT() = 1; COMMIT"
            : $"WITH updated AS ({update.Text} RETURNING session{needs}) {insert} updated";
        return new SqlStatement(text, [.. update.Parameters, .. parameters])
        {
            IsSeveral = dialect is MySqlDialect,
        };
    }

    /// <summary>Sets a column, and the one that is indexed in its place.</summary>
    public static string Set(SqlDialect dialect, string column, string value) =>
        dialect.RoughOf(column) is { } rough ? $"{column} = {value}, {rough} = {dialect.Roughly(value)}" : $"{column} = {value}";

    /// <summary>A column's name, and that of the one that is indexed in its place.</summary>
    public static string Place(SqlDialect dialect, string column) =>
        dialect.RoughOf(column) is { } rough ? $"{column}, {rough}" : column;

    /// <summary>The values of both.</summary>
    public static string Value(SqlDialect dialect, string column, string value) =>
        dialect.RoughOf(column) is null ? value : $"{value}, {dialect.Roughly(value)}";

    private static SqlStatement Update(SqlDialect dialect, string now, SqlBreadth breadth, bool fenced, bool moves = true) =>
        Update(dialect, now, breadth.Columns, fenced, moves);

    // While it has not expired, and, fenced, while a lease is held.
    private static SqlStatement Update(
        SqlDialect dialect, string now, ImmutableArray<(string Name, SqlType Type)> columns, bool fenced, bool moves, string counted = "")
    {
        var sets = columns.Select(column => moves ? Set(dialect, column.Name, For(dialect, column.Name)) : $"{column.Name} = {For(dialect, column.Name)}");
        return new SqlStatement(
            $"UPDATE sessions SET {counted}{string.Join(", ", sets)} "
            + "WHERE session = @session AND revision = @expected"
            + $" AND (expires_at IS NULL OR expires_at > {now})"
            + (fenced ? $" AND lease_token = @fence AND lease_until > {now}" : ""),
            [.. columns, Session, ("expected", SqlType.Number), .. fenced ? [("fence", SqlType.Number)] : Array.Empty<(string, SqlType)>(), .. OfClock(now)]);
    }

    private static string Upsert(SqlDialect dialect, string table, params string[] values)
    {
        var insert = $"INSERT INTO {table} (session, name, {string.Join(", ", values)}) VALUES (@session, @name, {string.Join(", ", values.Select(value => For(dialect, value)))})";
        return dialect is MySqlDialect
            ? $"{insert} ON DUPLICATE KEY UPDATE {string.Join(", ", values.Select(static value => $"{value} = VALUES({value})"))}"
            : $"{insert} ON CONFLICT (session, name) DO UPDATE SET {string.Join(", ", values.Select(static value => $"{value} = excluded.{value}"))}";
    }
}
