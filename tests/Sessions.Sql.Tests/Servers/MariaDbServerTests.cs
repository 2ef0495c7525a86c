using FluentAssertions;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Servers;

[RequiresMariaDb]
public sealed class MariaDbServerTests : DatabaseServerTests
{
    protected override string Kind => "mariadb";

    protected override string RecoveryInLog => "Starting crash recovery";

    [MariaDbFact]
    public async Task It_is_as_durable_as_it_is_by_default()
    {
        var server = await SharedServers.MariaDbAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var source = database.CreateDataSource();
        foreach (var (variable, value) in ((string, string)[])
            [("innodb_flush_log_at_trx_commit", "1"), ("innodb_doublewrite", "ON"), ("character_set_database", "utf8mb4")])
        {
            await using var command = source.CreateCommand($"SELECT CAST(@@{variable} AS CHAR)");
            (await command.ExecuteScalarAsync()).Should().Be(value, variable);
        }
    }

    protected override async Task<DatabaseServer> StartAsync() => await MariaDbServer.StartAsync();

    protected override async Task<DatabaseServer> SharedAsync() => await SharedServers.MariaDbAsync();
}
