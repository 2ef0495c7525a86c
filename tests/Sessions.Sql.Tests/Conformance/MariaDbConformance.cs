using Sessions.Stores;
using Sessions.Testing;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Conformance;

[RequiresMariaDb]
public sealed class MariaDbConformance : SharedStoreConformance
{
    private TestDatabase? _database;

    protected override int LongHistory => 10_000;

    protected override async ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        _database ??= await (await SharedServers.MariaDbAsync()).CreateDatabaseAsync();
        return new SqlStore(_database.CreateDataSource(), new MySqlDialect(), new SqlStoreOptions(), time, ownsSource: true);
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
