using System.Data;
using System.Data.Common;

namespace Sessions.Sql;

internal sealed class PostgreSqlDialect : SqlDialect
{
    private const string Ordinal = "text COLLATE \"C\"";

    public override string Name => "postgres";

    // That of the moment, not that of the transaction's beginning.
    public override string Now => "clock_timestamp()";

    // The type json, unlike jsonb, keeps a text as it was written.
    public override SqlColumns Columns { get; } = new(
        Ordinal, Ordinal, Ordinal, "json", "bigint", "double precision", "boolean", "timestamptz", "timestamp", "");

    public override TimeSpan? Roughness => TimeSpan.FromMinutes(1);

    // An app can have Npgsql give local time, and take a date and time for one of no zone; this is an instant to it always.
    public override DbType TypeOf(SqlType type) => type is SqlType.Instant ? DbType.DateTimeOffset : base.TypeOf(type);

    public override object Instant(long? ticks) => ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : DBNull.Value;

    public override long ReadInstant(DbDataReader reader, int column)
    {
        var at = reader.GetDateTime(column);
        return (at.Kind is DateTimeKind.Local ? at.ToUniversalTime() : at).Ticks;
    }

    public override string Roughly(string instant) => $"date_trunc('minute', ({instant}) AT TIME ZONE 'UTC')";

    public override string HasVersions => "SELECT COUNT(to_regclass('session_schema'))";

    // Over a source that multiplexes, what is to be one transaction would be spread over several connections.
    public override string? RefusalOf(DbDataSource source) =>
        IsSet(source.ConnectionString, "Multiplexing")
            ? "The data source multiplexes, and a store needs connections that are its own while it uses them; commits are gathered anyway. "
                + "Give it a data source without Multiplexing=true."
            : AppContext.TryGetSwitch("Npgsql.EnableSqlRewriting", out var rewrites) && !rewrites
                ? "Npgsql.EnableSqlRewriting is switched off in this process, and the store's statements name their parameters. Leave it on."
                : null;

    private static bool IsSet(string? connectionString, string setting) =>
        connectionString?.Contains(setting, StringComparison.OrdinalIgnoreCase) is true
        && new DbConnectionStringBuilder { ConnectionString = connectionString }.TryGetValue(setting, out var value)
        && bool.TryParse(value as string, out var isSet) && isSet;

    public override string EndConnection => "SELECT pg_terminate_backend(pg_backend_pid())";

    // To the end of the transaction, so that it holds behind a pooler too.
    public override string LockSchemaInTransaction => "SELECT pg_advisory_xact_lock(7305811429811)";

    // A prepared statement that the server has forgotten, or whose tables were altered, is prepared anew on another connection.
    public override SqlFailure Classify(DbException error) => error.SqlState is "26000"
        || (error.SqlState is "0A000" && (error.Data["Routine"] is "RevalidateCachedQuery" || error.Message.Contains("cached plan", StringComparison.Ordinal)))
        ? SqlFailure.Undone
        : base.Classify(error);

    public override SqlWriter NewWriter(SqlStatements statements) => new PostgreSqlWriter(this, statements);
}
