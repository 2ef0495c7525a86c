using Sessions.PostgreSql;
using Sessions.Sql;
using Sessions.Sqlite;
using Sessions.TestServers;

namespace Sessions.TestProcess;

/// <summary>Opens a store in a database by its engine, for the tests and for the processes that they start.</summary>
internal static class SqlTestStores
{
    static SqlTestStores() => SQLitePCL.Batteries_V2.Init();

    public static SqlStore Open(string engine, string connection, SqlStoreOptions? options = null, TimeProvider? time = null) => engine switch
    {
        "sqlite" => SqliteStores.Open(connection, new SqliteStoreOptions { CreateTables = options?.CreateTables ?? true }, time),
        "postgres" => PostgreSqlStores.Open(connection, options, time),
        "mysql" => new SqlStore(new MySqlTestDataSource(connection), new MySqlDialect(), options ?? new SqlStoreOptions(), time, ownsSource: true),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };
}
