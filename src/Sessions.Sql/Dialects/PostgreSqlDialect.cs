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

    public override string Roughly(string instant) => $"date_trunc('minute', ({instant}) AT TIME ZONE 'UTC')";

    public override string HasVersions => "SELECT COUNT(to_regclass('session_schema'))";

    // To the end of the transaction, so that it holds behind a pooler too.
    public override string LockSchemaInTransaction => "SELECT pg_advisory_xact_lock(7305811429811)";

    // A prepared statement that the server has forgotten, or whose tables were altered, is prepared anew on another connection.
    public override SqlFailure Classify(DbException error) => error.SqlState is "26000"
        || (error.SqlState is "0A000" && error.Message.Contains("cached plan", StringComparison.Ordinal))
        ? SqlFailure.Undone
        : base.Classify(error);

    public override SqlWriter NewWriter(SqlStatements statements) => new PostgreSqlWriter(this, statements);
}
