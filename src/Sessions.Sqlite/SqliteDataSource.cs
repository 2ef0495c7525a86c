using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite;

/// <summary>Connections to one SQLite database, each told how the store wants to work on it.</summary>
/// <param name="connectionString">How the provider opens it.</param>
/// <param name="flushes">Whether a commit waits for the disk.</param>
/// <param name="hasPassword">Whether the connection string has a password.</param>
/// <param name="file">The file that it is in; null in memory.</param>
internal sealed class SqliteDataSource(string connectionString, bool flushes, bool hasPassword, SqliteFile? file) : DbDataSource
{
    // The first opening makes a file where there is none, and only the second sees it before and after.
    private const int MaxOpenings = 5;

    public override string ConnectionString => connectionString;

    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(connectionString);
        connection.StateChange += Greet;
        return connection;
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        if (hasPassword)
        {
            await EnsureEncryptionAsync(cancellationToken).ConfigureAwait(false);
        }

        for (var opening = 1; ; opening++)
        {
            var before = file?.Find();
            var connection = CreateDbConnection();
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                if (file is null || file.Admits(before))
                {
                    return connection;
                }
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            if (file.Refusal is { } refusal)
            {
                throw refusal;
            }

            if (opening == MaxOpenings)
            {
                throw new SessionStoreUnavailableException(
                    $"The database {connection.DataSource} is being replaced again and again while it is opened. Leave the file alone, and try again.");
            }
        }
    }

    /// <summary>Asks the provider, which knows the native library, in memory: it would leave an empty file behind.</summary>
    private static async ValueTask EnsureEncryptionAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection("Data Source=:memory:;Password=any");
        await using var disposal = connection.ConfigureAwait(false);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException error)
        {
            throw new SessionStoreNotReadyException(
                "The connection string has a Password, and the native SQLite that this app brings cannot encrypt. " +
                "Leave Password out, or replace the app's bundle by one that encrypts, such as SQLitePCLRaw.bundle_e_sqlcipher.", error);
        }
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
