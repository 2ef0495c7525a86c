namespace Sessions.Sql;

/// <summary>The tables, as ordered steps. A step that was released is never changed: what comes later is a new one.</summary>
/// <remarks>
/// MySQL commits after each statement, so a process may die between two of them. There every statement of a step must bear being run
/// again; on the other engines a step is taken whole or not at all.
/// </remarks>
internal static class SqlMigrations
{
    /// <summary>The tables that hold sessions.</summary>
    public static IReadOnlyList<SqlTable> Tables { get; } =
    [
        SqlTables.Sessions, SqlTables.Events, SqlTables.State, SqlTables.Metadata, SqlTables.Tags, SqlTables.Channels, SqlTables.Replaced,
    ];

    /// <summary>The steps, each some statements; the number of a step is its place, from 1.</summary>
    public static IReadOnlyList<string[]> Of(SqlDialect dialect) => [First(dialect)];

    /// <summary>The table that remembers which steps were taken.</summary>
    public static IEnumerable<string> Versions(SqlDialect dialect) => SqlTables.Versions.Create(dialect);

    private static string[] First(SqlDialect dialect) =>
    [
        .. Tables.SelectMany(table => table.Create(dialect)),
        .. View(dialect, "session_messages", "The messages of all sessions.",
            """
            SELECT session, chat, ordinal, version, at, channel, role, content, tool, invocation_id, payload
              FROM session_events WHERE kind = 'message'
            """),
        .. View(dialect, "session_leases", "The leases that were taken and not given back; those whose time is over are held by nobody.",
            """
            SELECT session, lease_holder AS holder, lease_token AS fencing_token, lease_until AS expires_at
              FROM sessions WHERE lease_until IS NOT NULL
            """),
    ];

    private static string[] View(SqlDialect dialect, string name, string comment, string query) => dialect switch
    {
        MySqlDialect => [$"CREATE OR REPLACE VIEW {name} AS\n  {query}"],
        PostgreSqlDialect => [$"CREATE VIEW {name} AS\n  {query}", $"COMMENT ON VIEW {name} IS '{comment}'"],
        _ => [$"CREATE VIEW {name} AS -- {comment}\n  {query}"],
    };
}
