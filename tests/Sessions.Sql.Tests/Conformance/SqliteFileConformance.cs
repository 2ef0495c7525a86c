using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Testing;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>Without waiting for the disk, for which the tests that kill processes wait: it is most of what these facts would take.</summary>
public sealed class SqliteFileConformance : SharedStoreConformance
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-sqlite-");

    protected override int LongHistory => 10_000;

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) =>
        new(SqliteStores.Open(Path.Combine(_directory.FullName, "sessions.db"), new SqliteStoreOptions { FlushToDisk = false }, time));

    protected override ValueTask CleanUpAsync()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
