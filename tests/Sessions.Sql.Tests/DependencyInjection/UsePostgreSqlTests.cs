using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.DependencyInjection;

public sealed class UsePostgreSqlTests
{
    private const string Nowhere = "Host=nowhere.invalid;Password=secret";

    [PostgreSqlFact]
    public async Task An_app_may_connect_by_itself()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        using var host = Doors.Host(
            sessions =>
            {
                sessions.Services.AddSingleton(source);
                sessions.UsePostgreSql(static services => services.GetRequiredService<NpgsqlDataSource>(), static options => options.MaxConnections = 2);
            },
            [("SESSION_STORAGE_CONNECTION", Nowhere)]);
        await host.StartAsync();
        await host.Services.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "s" });
        await host.StopAsync();

        await using var count = source.CreateCommand("SELECT count(*) FROM sessions");
        (await count.ExecuteScalarAsync()).Should().Be(1L);
    }

    [PostgreSqlFact]
    public async Task A_connection_string_that_multiplexes_will_do()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = PostgreSqlStores.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Multiplexing = true }.ConnectionString);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => manager.AppendMessageAsync("s", NewMessage.User($"{i}")).AsTask()));
        (await manager.GetAsync("s")).Version.Should().Be(21);
    }

    [Fact]
    public async Task A_source_whose_pool_is_too_small_is_refused()
    {
        await using var source = NpgsqlDataSource.Create($"{Nowhere};Maximum Pool Size=9");
        var open = () => PostgreSqlStores.Open(source);
        open.Should().Throw<ArgumentException>().WithMessage("The data source's pool has at most 9 connections, and the store may need 10:*");
        await using var store = PostgreSqlStores.Open(source, new SqlStoreOptions { MaxConnections = 7 });
    }

    [Fact]
    public async Task A_source_is_that_of_its_registration_alone()
    {
        var services = Doors.Services();
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Sessions:Storage:Backend", "postgres"), new("Sessions:Storage:Connection", Nowhere)])
            .Build()
            .GetSection("Sessions");
        services.AddSessions().UsePostgreSql(_ => throw new InvalidOperationException("opened"));
        services.AddKeyedSessions("other", section).UseSqlite("other.db");
        await using var provider = services.BuildServiceProvider();
        FluentActions.Invoking(() => provider.GetRequiredService<SessionManager>()).Should().Throw<InvalidOperationException>().WithMessage("opened");
        FluentActions.Invoking(() => provider.GetRequiredKeyedService<SessionManager>("other"))
            .Should().Throw<OptionsValidationException>().WithMessage("*known only by the data source of another registration*");
    }

    [Fact]
    public async Task A_source_that_multiplexes_is_refused()
    {
        await using var source = NpgsqlDataSource.Create("Host=nowhere.invalid;Multiplexing=true");
        await using var good = NpgsqlDataSource.Create(Nowhere);
        var replica = new SqlStoreOptions { QueryDataSource = source };
        foreach (var open in (Func<SqlStore>[])
        [
            () => PostgreSqlStores.Open(source), () => new SqlStore(source, SqlEngine.PostgreSql), () => new SqlStore(good, SqlEngine.PostgreSql, replica),
        ])
        {
            open.Should().Throw<ArgumentException>().WithMessage("The data source multiplexes*without Multiplexing=true.*");
        }
    }
}
