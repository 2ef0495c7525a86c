using System.Data.Common;
using Sessions.Stores;
using Sessions.Testing;
using Sessions.TestServers;
using Sessions.Tests.Processes;

namespace Sessions.Sql.Tests.Conformance;

[RequiresMariaDb]
public sealed class MariaDbConformance : SharedStoreConformance
{
    private static readonly EmptiedDatabase Database = new(
        async () => await (await SharedServers.MariaDbAsync()).CreateDatabaseAsync(), database => database.CreateDataSource(), new MySqlDialect());

    private DbDataSource? _source;

    protected override int LongHistory => TestSeed.Long ? 2_000 : 1_000;

    protected override string Partition => TestSeed.Partition;

    protected override ISessionStore Decorate(ISessionStore store) => TestSeed.Long ? AllDecorators.Over(store) : store;

    protected override int RandomOperations => TestSeed.Long ? base.RandomOperations : 120;

    protected override async ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        _source ??= (await Database.EmptyAsync()).Source;
        return new SqlStore(_source, SqlEngine.MySql, time: time);
    }
}
