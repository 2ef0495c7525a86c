using Npgsql;
using Sessions.PostgreSql;
using Sessions.Stores;
using Sessions.Testing;
using Sessions.TestServers;
using Sessions.Tests.Processes;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>Without waiting for the disk, for which the tests that kill processes and servers wait.</summary>
[RequiresPostgreSql]
public sealed class PostgreSqlConformance : SharedStoreConformance
{
    private static readonly EmptiedDatabase Database = new(
        async () => await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync(),
        database => NpgsqlDataSource.Create(Connection(database)),
        new PostgreSqlDialect());

    private string? _connection;

    protected override int LongHistory => 5_000;

    protected override string Partition => TestSeed.Partition;

    protected override ISessionStore Decorate(ISessionStore store) => TestSeed.Long ? AllDecorators.Over(store) : store;

    protected override int RandomOperations => TestSeed.Long ? base.RandomOperations : 120;

    protected override async ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        _connection ??= Connection((await Database.EmptyAsync()).Database);
        return PostgreSqlStores.Open(_connection, time: time);
    }

    // By the server's socket: each fact connects anew, and to be let in by a password is to compute it for milliseconds.
    private static string Connection(TestDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.SocketConnectionString) { MaxPoolSize = 16, Options = "-c synchronous_commit=off" }.ConnectionString;
}
