using Npgsql;
using Sessions.PostgreSql;
using Sessions.Sql;
using Sessions.TestServers;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>A database of the PostgreSQL server that the run has for itself.</summary>
internal sealed class BulkPostgreSql : BulkDatabase
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;

    public BulkPostgreSql()
        : base("postgres")
    {
        if (PostgreSqlServer.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        _database = SharedServers.PostgreSqlAsync().GetAwaiter().GetResult().CreateDatabaseAsync().GetAwaiter().GetResult();
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.SocketConnectionString) { CommandTimeout = 0 }.ConnectionString);
        _connection.Open();
    }

    public override void Settle()
    {
        Execute("VACUUM");
        Execute("CHECKPOINT");
    }

    public override void Dispose()
    {
        _connection.Dispose();
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    protected override SqlStore Open(long messageCacheSize) =>
        PostgreSqlStores.Open(_database.SocketConnectionString, new PostgreSqlStoreOptions { MessageCacheSize = messageCacheSize });

    protected override void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    protected override IReadOnlyList<string> Columns()
    {
        using var command = new NpgsqlCommand(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'sessions'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", _connection);
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    protected override string Series(int rows) => $"(SELECT i FROM generate_series(0, {rows - 1}::bigint) AS number(i))";

    protected override string Earlier(string instant, string seconds) => $"{instant} - {seconds} * interval '1 second'";

    protected override string Roughly(string instant) => $"date_trunc('minute', ({instant}) AT TIME ZONE 'UTC')";

    protected override string Json(string text) => $"({text})::json";
}
