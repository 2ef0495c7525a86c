using Microsoft.Data.Sqlite;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>
/// The least that commits to many sessions can cost in SQLite where each session has a row with its view and its messages lie together:
/// one writer who has them all in hand, a transaction for each round of them, two prepared statements.
/// </summary>
internal sealed class BareSqliteGroup : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _insert;
    private readonly string[] _sessions;
    private long _revision;

    public BareSqliteGroup(string path, int sessions)
    {
        _connection = new SqliteConnection($"Data Source={path}");
        _connection.Open();
        _sessions = [.. Enumerable.Range(0, sessions).Select(static i => $"session-{i}")];
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("CREATE TABLE sessions (session TEXT PRIMARY KEY, revision INTEGER NOT NULL, view TEXT NOT NULL)");
        Run("CREATE TABLE messages (session TEXT NOT NULL, ordinal INTEGER NOT NULL, at TEXT NOT NULL, role TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (session, ordinal)) WITHOUT ROWID");
        foreach (var session in _sessions)
        {
            Run($"INSERT INTO sessions VALUES ('{session}', 0, '{Sample.View}')");
        }

        _update = Prepare(
            "UPDATE sessions SET revision = revision + 1, view = @view WHERE session = @session AND revision = @revision",
            ("@view", Sample.View),
            ("@session", ""),
            ("@revision", 0L));
        _insert = Prepare(
            "INSERT INTO messages VALUES (@session, @ordinal, '2026-01-01 00:00:00.000000', 'user', @content)",
            ("@session", ""),
            ("@ordinal", 0L),
            ("@content", Sample.Text));
    }

    /// <summary>Commits a message to every session, so many times.</summary>
    public void Commit(int rounds)
    {
        for (var round = 0; round < rounds; round++, _revision++)
        {
            using var transaction = _connection.BeginTransaction();
            (_update.Transaction, _insert.Transaction) = (transaction, transaction);
            foreach (var session in _sessions)
            {
                (_update.Parameters[1].Value, _update.Parameters[2].Value) = (session, _revision);
                (_insert.Parameters[0].Value, _insert.Parameters[1].Value) = (session, _revision);
                if (_update.ExecuteNonQuery() != 1)
                {
                    throw new InvalidOperationException("Nobody else writes here.");
                }

                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    public void Dispose()
    {
        _update.Dispose();
        _insert.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void Run(string text)
    {
        using var command = Prepare(text);
        command.ExecuteNonQuery();
    }
}
