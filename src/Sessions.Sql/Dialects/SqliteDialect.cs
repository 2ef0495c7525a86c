using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Sessions.Sql;

internal sealed class SqliteDialect : SqlDialect
{
    // Sorts as it reads, and SQLite's own functions read it.
    private const string Format = "yyyy-MM-dd HH:mm:ss.ffffff";

    public override string Name => "sqlite";

    // SQLite runs in this process: its clock is this machine's, of which the process can tell finer.
    public override string Now => "@now";

    public override string Timestamp => "strftime('%Y-%m-%d %H:%M:%f000', 'now')";

    public override string Begin => "BEGIN IMMEDIATE";

    public override bool HasOneWriter => true;

    public override bool Blocks => true;

    public override string ForUpdateSkipLocked => "";

    public override SqlColumns Columns { get; } = new("TEXT", "TEXT", "TEXT", "TEXT", "INTEGER", "REAL", "INTEGER", "TEXT", "");

    public override DbType TypeOf(SqlType type) => type is SqlType.Instant ? DbType.String : base.TypeOf(type);

    public override object Instant(long? ticks) => ticks is { } known
        ? new DateTime(known, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture)
        : DBNull.Value;

    public override long ReadInstant(DbDataReader reader, int column) =>
        DateTime.ParseExact(reader.GetString(column), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks;

    public override SqlFailure Classify(DbException error) => error.ErrorCode switch
    {
        _ when error.Message.Contains("no such table", StringComparison.Ordinal) => SqlFailure.NoTables,
        _ when error.Message.Contains("database is locked", StringComparison.Ordinal) || error.Message.Contains("table is locked", StringComparison.Ordinal) => SqlFailure.Busy,
        _ => SqlFailure.Lasting,
    };

    public override SqlWriter NewWriter(SqlStatements statements) => new StatementWriter(this, statements);
}
