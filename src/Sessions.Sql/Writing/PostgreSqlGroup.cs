using System.Collections.Immutable;
using System.Globalization;

namespace Sessions.Sql;

/// <summary>
/// The statement by which a group is written. Who is not what he was is not in <c>there</c>, so nothing of him is written. Rows are
/// locked in the order of their keys first, so that no two groups wait for each other.
/// </summary>
internal static class PostgreSqlGroup
{
    private static readonly ImmutableArray<(string Name, string Type)> Head =
    [
        ("place", "int"), ("session", "text"), ("expected", "bigint"), ("fence", "bigint"),
    ];

    private static readonly ImmutableArray<(string Name, string Type)> Birth = [("space", "text"), ("partition_name", "text"), ("id", "text"), ("incarnation", "text")];

    private static readonly ImmutableArray<(string Name, string Type)> Message =
    [
        ("revision", "bigint"), ("updated_at", "bigint"), ("channel", "text"), ("expires_at", "bigint"), ("folded_view", "text"),
        ("commit_id", "text"), ("chat", "text"), ("ordinal", "bigint"), ("role", "text"), ("content", "text"),
    ];

    private const string Instant = "timestamptz";

    /// <param name="dialect">PostgreSQL's.</param>
    /// <param name="now">The time.</param>
    /// <param name="several">Whether there is more than one member: one locks nothing before it writes.</param>
    /// <param name="creates">Whether a session begins.</param>
    /// <param name="sides">Whether anything beside rows and events changes.</param>
    /// <param name="breadth">How much of a row is written, at the most.</param>
    /// <param name="plain">Whether all events are plain messages.</param>
    public static SqlStatement Statement(SqlDialect dialect, string now, bool several, bool creates, bool sides, SqlBreadth breadth, bool plain)
    {
        var parameters = new List<(string, SqlType)>();
        var columns = breadth.Columns.Select(static column => (column.Name, TypeOf(column.Type))).ToArray();
        var events = (plain ? SqlStatements.PlainEventColumns : SqlStatements.EventColumnList).Select(static column => (column.Name, TypeOf(column.Type))).ToArray();
        (string, string)[] all = [.. Head, .. creates ? Birth : [], .. columns];
        List<string> parts = [$"w AS (SELECT * FROM {Unnest(parameters, all)} AS w({Names(all)}))"];
        if (several)
        {
            parts.Add($"locked AS ({Locked(now)})");
        }

        parts.Add(
            $"""
            updated AS (
                UPDATE sessions s SET {string.Join(", ", columns.Select(column => SqlStatements.Set(dialect, column.Name, Value("w", column))))}
                FROM {(several ? "locked w WHERE s.session = w.session" : $"w WHERE s.session = w.session AND {Guard(now)}")} RETURNING w.place, w.session)
            """);
        if (creates)
        {
            parts.Add(
                $"""
                created AS (
                    INSERT INTO sessions (session, space, partition_name, id, incarnation, {string.Join(", ", columns.Select(column => SqlStatements.Place(dialect, column.Name)))})
                    SELECT session, space, partition_name, id, incarnation, {string.Join(", ", columns.Select(column => SqlStatements.Value(dialect, column.Name, Value("w", column))))}
                    FROM w WHERE expected IS NULL ORDER BY session ON CONFLICT (session) DO NOTHING RETURNING session)
                """);
        }

        parts.Add($"there AS (SELECT place, session FROM updated{(creates ? " UNION ALL SELECT w.place, w.session FROM created JOIN w USING (session)" : "")})");
        parts.Add(Insert(parameters, "happened", "session_events", events, ""));
        if (sides)
        {
            AddSides(parts, parameters);
        }

        if (now == "@now")
        {
            parameters.Add(("now", SqlType.Instant));
        }

        return new SqlStatement($"WITH {string.Join(",\n", parts)}\nSELECT place FROM there", [.. parameters]);
    }

    /// <summary>Where each member is a plain message and nothing else: what the rows can say of it by themselves is not sent.</summary>
    /// <param name="dialect">PostgreSQL's.</param>
    /// <param name="now">The time.</param>
    /// <param name="moves">Whether an instant that is indexed roughly is another than it was.</param>
    public static SqlStatement OfMessages(SqlDialect dialect, string now, bool moves)
    {
        var parameters = new List<(string, SqlType)>();
        (string Name, string Type)[] all = [.. Head, .. Message];
        string Instant(string column) =>
            moves ? SqlStatements.Set(dialect, column, Value("w", (column, PostgreSqlGroup.Instant))) : $"{column} = {Value("w", (column, PostgreSqlGroup.Instant))}";
        var text =
            $"""
            WITH w AS (SELECT * FROM {Unnest(parameters, all)} AS w({Names(all)})),
            locked AS ({Locked(now)}),
            updated AS (
                UPDATE sessions s SET revision = w.revision, version = s.version + 1, messages = s.messages + 1, {Instant("updated_at")},
                    last_used_at = {Value("w", ("updated_at", PostgreSqlGroup.Instant))}, channel = w.channel, {Instant("expires_at")}, folded_view = w.folded_view::json
                FROM locked w WHERE s.session = w.session
                RETURNING w.place, s.session, s.version, s.updated_at, s.channel, w.commit_id, w.chat, w.ordinal, w.role, w.content),
            happened AS (
                INSERT INTO session_events ({Names(SqlStatements.PlainEventColumns)})
                SELECT {string.Join(", ", SqlStatements.PlainEventColumns.Select(static column => SqlStatements.ValueOfMessage(column.Name, "")))} FROM updated)
            SELECT place FROM updated
            """;
        if (now == "@now")
        {
            parameters.Add(("now", SqlType.Instant));
        }

        return new SqlStatement(text, [.. parameters]);
    }

    /// <summary>Where one session gets several plain messages and nothing else.</summary>
    /// <param name="update">Brings the session's row on.</param>
    public static SqlStatement OfRun(SqlStatement update) => new(
        $"""
        WITH updated AS ({update.Text} RETURNING session, version)
        INSERT INTO session_events ({Names(SqlStatements.PlainEventColumns)})
        SELECT session, version - cardinality(@parts_of) + place, part, parts, at, channel, commit_id, 'message', chat, ordinal, role, content
        FROM updated, unnest(@part_of::bigint[], @parts_of::bigint[], @at_of::timestamptz[], @channel_of::text[], @commit_id_of::text[],
            @chat_of::text[], @ordinal_of::bigint[], @role_of::text[], @content_of::text[])
            WITH ORDINALITY AS message(part, parts, at, channel, commit_id, chat, ordinal, role, content, place)
        """,
        [
            .. update.Parameters,
            .. from name in (string[])["part_of", "parts_of", "at_of", "channel_of", "commit_id_of", "chat_of", "ordinal_of", "role_of", "content_of"]
               select (name, SqlType.Array),
        ]);

    private static string Locked(string now) =>
        $"SELECT w.* FROM sessions s JOIN w ON w.session = s.session WHERE {Guard(now)} ORDER BY s.session FOR UPDATE OF s";

    private static string Guard(string now) =>
        $"""
        s.revision = w.expected AND (s.expires_at IS NULL OR s.expires_at > {now})
            AND (w.fence IS NULL OR (s.lease_token = w.fence AND s.lease_until > {now}))
        """;

    private static void AddSides(List<string> parts, List<(string, SqlType)> parameters)
    {
        (string, string)[] scalars = [("session", "text"), ("name", "text"), ("value", "text"), ("kind", "text"), ("text_value", "text"), ("number_value", "double precision"), ("truth_value", "boolean")];
        parts.Add(Insert(
            parameters,
            "state_set",
            "session_state",
            [.. scalars, ("channel", "text"), ("at", Instant), ("version", "bigint")],
            " ON CONFLICT (session, name) DO UPDATE SET value = excluded.value, kind = excluded.kind, text_value = excluded.text_value, number_value = excluded.number_value, truth_value = excluded.truth_value, channel = excluded.channel, at = excluded.at, version = excluded.version"));
        parts.Add(Insert(
            parameters,
            "metadata_set",
            "session_metadata",
            scalars,
            " ON CONFLICT (session, name) DO UPDATE SET value = excluded.value, kind = excluded.kind, text_value = excluded.text_value, number_value = excluded.number_value, truth_value = excluded.truth_value"));
        parts.Add(Delete(parameters, "session_state", "name"));
        parts.Add(Delete(parameters, "session_metadata", "name"));
        parts.Add(Delete(parameters, "session_tags", "tag"));
        parts.Add(Insert(parameters, "tags_added", "session_tags", [("session", "text"), ("tag", "text")], ""));
        parts.Add(Delete(parameters, "session_channels", "channel"));
        parts.Add(Insert(parameters, "channels_added", "session_channels", [("session", "text"), ("channel", "text")], ""));
    }

    private static string Insert(
        List<(string, SqlType)> parameters, string name, string table, (string Name, string Type)[] columns, string conflict) =>
        $"""
        {name} AS (
            INSERT INTO {table} ({Names(columns)}) SELECT {string.Join(", ", columns.Select(static column => Value("x", column)))}
            FROM {Unnest(parameters, columns)} AS x({Names(columns)}) JOIN there ON there.session = x.session{conflict})
        """;

    private static string Delete(List<(string, SqlType)> parameters, string table, string name) =>
        $"""
        {table}_removed AS (
            DELETE FROM {table} t USING {Unnest(parameters, ("session", "text"), (name, "text"))} AS x(session, {name}), there
            WHERE there.session = x.session AND t.session = x.session AND t.{name} = x.{name})
        """;

    private static string Unnest(List<(string, SqlType)> parameters, params (string Name, string Type)[] columns)
    {
        var first = parameters.Count;
        parameters.AddRange(columns.Select((_, index) => ($"p{(first + index).ToString(CultureInfo.InvariantCulture)}", SqlType.Array)));
        return $"unnest({string.Join(", ", columns.Select((column, index) => $"@p{first + index}::{(column.Type == Instant ? "bigint" : column.Type)}[]"))})";
    }

    private static string Names(IEnumerable<(string Name, SqlType Type)> columns) => string.Join(", ", columns.Select(static column => column.Name));

    private static string Names((string Name, string Type)[] columns) => string.Join(", ", columns.Select(static column => column.Name));

    // An array of instants is sent as microseconds: what a provider takes an array of null instants for is not for it to guess.
    private static string Value(string table, (string Name, string Type) column) =>
        SqlStatements.JsonColumns.Contains(column.Name) ? $"{table}.{column.Name}::json"
        : column.Type == Instant ? InstantOf($"{table}.{column.Name}")
        : $"{table}.{column.Name}";

    // An interval is multiplied by a double, which has too few digits for the microseconds of later centuries.
    private static string InstantOf(string value) =>
        $"timestamptz 'epoch' + CASE WHEN {value} < 9000000000000000 THEN {value} * interval '1 microsecond' "
        + $"ELSE {value} / 1000000 * interval '1 second' + {value} % 1000000 * interval '1 microsecond' END";

    private static string TypeOf(SqlType type) => type switch
    {
        SqlType.Number => "bigint",
        SqlType.Double => "double precision",
        SqlType.Truth => "boolean",
        SqlType.Instant => Instant,
        _ => "text",
    };
}
