using Microsoft.Data.Sqlite;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>The least that a program can do in SQLite for a message: one prepared insert, a transaction of its own; one prepared query.</summary>
internal sealed class BareSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _newest;
    private long _ordinal;

    public BareSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path}");
        _connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("CREATE TABLE messages (session TEXT NOT NULL, ordinal INTEGER NOT NULL, at TEXT NOT NULL, role TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (session, ordinal))");
        _insert = Prepare("INSERT INTO messages VALUES (@session, @ordinal, @at, @role, @content)");
        foreach (var (name, value) in (ReadOnlySpan<(string, object)>)[("@session", "session-0"), ("@ordinal", 0L), ("@at", "2026-01-01 00:00:00.000000"), ("@role", "user"), ("@content", Sample.Text)])
        {
            _insert.Parameters.AddWithValue(name, value);
        }

        _newest = Prepare("SELECT ordinal, at, role, content FROM messages WHERE session = @session ORDER BY ordinal DESC LIMIT @limit");
        _newest.Parameters.AddWithValue("@session", "session-0");
        _newest.Parameters.AddWithValue("@limit", 50);
    }

    public void Insert(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _insert.Parameters[1].Value = ++_ordinal;
            _insert.ExecuteNonQuery();
        }
    }

    public void ReadNewest(int count, int limit)
    {
        _newest.Parameters[1].Value = limit;
        for (var i = 0; i < count; i++)
        {
            using var reader = _newest.ExecuteReader();
            while (reader.Read())
            {
                GC.KeepAlive(new Message(Chat.Main, MessageRole.User, reader.GetString(3), null, null, null) { Ordinal = reader.GetInt64(0) });
            }
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _newest.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private void Run(string text)
    {
        using var command = Prepare(text);
        command.ExecuteNonQuery();
    }
}
