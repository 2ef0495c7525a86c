using System.Data;
using System.Data.Common;

namespace Sessions.Sql;

internal sealed class SqliteDialect : SqlDialect
{
    public override string Name => "sqlite";

    // SQLite runs in this process: its clock is this machine's, of which the process can tell finer.
    public override string Now => "@now";

    public override string Timestamp => "strftime('%Y-%m-%d %H:%M:%f000', 'now')";

    public override string Begin => "BEGIN IMMEDIATE";

    public override int Writers => 1;

    public override bool Blocks => true;

    public override string ForUpdateSkipLocked => "";

    public override SqlColumns Columns { get; } = new("TEXT", "TEXT", "TEXT", "TEXT", "INTEGER", "REAL", "INTEGER", "TEXT", "TEXT", "");

    public override TimeSpan? Roughness => TimeSpan.FromSeconds(1);

    public override string Roughly(string instant) => $"substr({instant}, 1, 19)";

    public override DbType TypeOf(SqlType type) => type is SqlType.Instant ? DbType.String : base.TypeOf(type);

    public override object Instant(long? ticks) => ticks is { } known
        ? SqliteInstant.Write(known)
        : DBNull.Value;

    public override long ReadInstant(DbDataReader reader, int column) =>
        SqliteInstant.Read(reader.GetString(column));

    public override SqlFailure Classify(DbException error) => error.ErrorCode switch
    {
        _ when error.Message.Contains("no such table", StringComparison.Ordinal) => SqlFailure.NoTables,
        _ when error.Message.Contains("database is locked", StringComparison.Ordinal) || error.Message.Contains("table is locked", StringComparison.Ordinal) => SqlFailure.Busy,
        _ => SqlFailure.Lasting,
    };

    public override string HasVersions => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'session_schema'";
}
