using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Testing;

namespace Sessions.Sql.Tests.Conformance;

public sealed class SqliteFileConformance : SharedStoreConformance
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-sqlite-");

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) =>
        new(SqliteStores.Open(Path.Combine(_directory.FullName, "sessions.db"), time: time));

    protected override ValueTask CleanUpAsync()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
