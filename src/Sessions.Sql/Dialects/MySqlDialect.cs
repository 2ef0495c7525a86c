using System.Data.Common;

namespace Sessions.Sql;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlDialect : SqlDialect
{
    public override string Name => "mysql";

    public override string Now => "UTC_TIMESTAMP(6)";

    public override string Begin => "START TRANSACTION";

    // MySQL's own type for JSON writes it anew, so JSON is text here. Spaces at the end of a name count; the two engines have no such
    // collation in common, and each reads the comment that is meant for it.
    public override SqlColumns Columns { get; } = new(
        "VARCHAR(200)", "VARCHAR(512)", "LONGTEXT", "LONGTEXT", "BIGINT", "DOUBLE", "BOOLEAN", "DATETIME(6)", "DATETIME",
        " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 /*!80000 COLLATE=utf8mb4_0900_bin */ /*M! COLLATE=utf8mb4_nopad_bin */");

    // A statement alone is a transaction, whatever the server is told to take for granted.
    // Results in an encoding that every driver knows: some ask for them as they are stored, and fail at one that they do not.
    // A server may be told to show what is not committed: that is nobody's to read.
    public override string OnConnect => "SET /*!80000 transaction_isolation */ /*M! tx_isolation */ = 'REPEATABLE-READ', autocommit = 1, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES', character_set_results = utf8mb4";

    // InnoDB lets go of a transaction's locks, and shows it, before it writes and flushes its log.
    public override bool ShowsBeforeDurable => true;

    public override string EndConnection => "KILL CONNECTION_ID()";

    public override string HasVersions => "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'session_schema'";

    public override string LockSchema => "SELECT GET_LOCK(CONCAT('sessions ', MD5(DATABASE())), 60)";

    public override string UnlockSchema => "SELECT RELEASE_LOCK(CONCAT('sessions ', MD5(DATABASE())))";

    public override SqlWriter NewWriter(SqlStatements statements) => new MySqlWriter(this, statements);

    public override SqlFailure Classify(DbException error) => base.Classify(error) switch
    {
        // MySql.Data tells the number of an error in its data only.
        SqlFailure.Lasting when NumberOf(error) is { } number => number switch
        {
            1213 => SqlFailure.Undone,
            1205 or 1040 or 1203 => SqlFailure.Busy,
            1290 or 1792 or 1836 => SqlFailure.ReadOnly,
            1062 => SqlFailure.Taken,
            1146 => SqlFailure.NoTables,
            0 or 1042 or 1053 or 1077 or 1152 or 1159 or 1161 or 1184 or 2002 or 2003 or 2006 or 2013 => SqlFailure.Unreachable,
            _ => SqlFailure.Lasting,
        },
        var known => known,
    };

    private static int? NumberOf(DbException error) => error.Data["Server Error Code"] switch
    {
        int number => number,
        uint number => (int)number,
        _ => null,
    };
}
