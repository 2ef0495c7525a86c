using System.Data.Common;

namespace Sessions.Sql;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlDialect : SqlDialect
{
    public override string Name => "mysql";

    public override string Now => "UTC_TIMESTAMP(6)";

    public override string Begin => "START TRANSACTION";

    // Where spaces at the end of a name count. The two engines have no such collation in common: detected on the first connection.
    private string _collation = "utf8mb4_0900_bin";

    // MySQL's own type for JSON writes it anew, so JSON is text here.
    public override SqlColumns Columns => new(
        $"VARCHAR(200) COLLATE {_collation}",
        $"VARCHAR(512) COLLATE {_collation}",
        $"LONGTEXT COLLATE {_collation}",
        $"LONGTEXT COLLATE {_collation}",
        "BIGINT",
        "DOUBLE",
        "BOOLEAN",
        "DATETIME(6)",
        $" ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={_collation}");

    public override string OnConnect => "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES'";

    public override string LockSchema => "SELECT GET_LOCK('sessions_schema', 60)";

    public override string UnlockSchema => "SELECT RELEASE_LOCK('sessions_schema')";

    public override async ValueTask DetectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var disposal = command.ConfigureAwait(false);
        command.CommandText = "SELECT VERSION()";
        var version = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
        _collation = version?.Contains("MariaDB", StringComparison.OrdinalIgnoreCase) == true ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    public override SqlFailure Classify(DbException error) => base.Classify(error) switch
    {
        // MySql.Data tells the number of an error in its data only.
        SqlFailure.Lasting when NumberOf(error) is { } number => number switch
        {
            1213 => SqlFailure.Undone,
            1205 or 1040 or 1203 => SqlFailure.Busy,
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
