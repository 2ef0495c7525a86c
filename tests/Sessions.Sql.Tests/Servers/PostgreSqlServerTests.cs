using FluentAssertions;
using Npgsql;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Servers;

[RequiresPostgreSql]
public sealed class PostgreSqlServerTests : DatabaseServerTests
{
    protected override string Kind => "postgresql";

    protected override string RecoveryInLog => "database system was not properly shut down";

    [PostgreSqlFact]
    public async Task It_is_as_durable_as_it_is_by_default()
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var source = database.CreateDataSource();
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            await using var command = source.CreateCommand($"SHOW {setting}");
            (await command.ExecuteScalarAsync()).Should().Be("on", setting);
        }

        await using var encoding = source.CreateCommand("SHOW server_encoding");
        (await encoding.ExecuteScalarAsync()).Should().Be("UTF8");
    }

    [PostgreSqlFact]
    public async Task A_killed_one_leaves_no_shared_memory()
    {
        var server = await PostgreSqlServer.StartAsync();
        // The seventh line of the lock file names the one segment that the server always has from the system.
        var segment = File.ReadLines(Path.Combine(server.Directory, "data", "postmaster.pid")).ElementAt(6).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Segments().Should().Contain(segment);
        Directory.EnumerateFiles(Path.Combine(server.Directory, "data", "pg_dynshmem")).Should().NotBeEmpty();
        await server.KillAsync();
        await server.DisposeAsync();
        Segments().Should().NotContain(segment);

        static IEnumerable<string> Segments() => File.ReadLines("/proc/sysvipc/shm").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    [PostgreSqlFact]
    public async Task Nobody_comes_in_over_tcp_without_the_password()
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "guess" });
        (await source.Invoking(other => other.OpenConnectionAsync().AsTask()).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    protected override async Task<DatabaseServer> StartAsync() => await PostgreSqlServer.StartAsync();

    protected override async Task<DatabaseServer> SharedAsync() => await SharedServers.PostgreSqlAsync();
}
