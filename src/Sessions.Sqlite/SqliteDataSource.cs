using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite;

/// <summary>Connections to one SQLite database, each told how the store wants to work on it.</summary>
internal sealed class SqliteDataSource(string connectionString, bool flushes) : DbDataSource
{
    public override string ConnectionString => connectionString;

    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(connectionString);
        connection.StateChange += Greet;
        return connection;
    }

    // A write-ahead log lets readers go on while one writes. Waiting is done by the store: a busy timeout of this provider's sleeps
    // on the thread, and the native one sleeps a whole second where it was built without finer sleeps.
    // Two megabytes of pages, as it has by default, are those of some two hundred sessions.
    private void Greet(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Open)
        {
            return;
        }

        using var command = ((SqliteConnection)sender).CreateCommand();
        command.CommandText = $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(flushes ? "FULL" : "NORMAL")}; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000;";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA encoding";
        if (command.ExecuteScalar() is string encoding && encoding != "UTF-8")
        {
            // It compares texts by their bytes, and those of UTF-16 are in no order of their characters.
            throw new SessionStoreNotReadyException(
                $"The database keeps its texts in {encoding}, and Sessions needs UTF-8. Give the path of another file; the encoding of one that has tables cannot be changed.");
        }
    }
}
