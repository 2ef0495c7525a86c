using Microsoft.Data.Sqlite;
using Sessions.Sql;
using Sessions.Sqlite;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>A file of SQLite.</summary>
internal sealed class BulkSqlite : BulkDatabase
{
    private readonly TempDirectory _directory = new();
    private readonly SqliteConnection _connection;

    public BulkSqlite()
        : base("sqlite")
    {
        _connection = new SqliteConnection($"Data Source={Path}");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -200000");
    }

    private string Path => _directory.Of("store.db");

    public override void Settle() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public override void Dispose()
    {
        _connection.Dispose();
        _directory.Dispose();
    }

    protected override SqlStore Open(long messageCacheSize) =>
        SqliteStores.Open(Path, new SqliteStoreOptions { MessageCacheSize = messageCacheSize });

    protected override void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected override IReadOnlyList<string> Columns()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('sessions')";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    protected override string Series(int rows) =>
        $"(WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i + 1 < {rows}) SELECT i FROM number)";

    protected override string Earlier(string instant, string seconds) =>
        $"strftime('%Y-%m-%d %H:%M:%f', {instant}, '-' || {seconds} || ' seconds') || '000'";

    protected override string Roughly(string instant) => $"substr({instant}, 1, 19)";
}
