using FluentAssertions;
using MySql.Data.MySqlClient;
using Npgsql;
using Sessions.Stores;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>How often a store speaks to its server, which across a network is what a call costs.</summary>
public sealed class RoundTripTests
{
    private const int Times = 20;

    [PostgreSqlFact]
    public Task Where_nobody_contends_each_call_is_one_on_postgresql() => OnPostgreSqlAsync(static (store, proxy) => AssertOneEachAsync(store, proxy, hasGroups: true));

    [MariaDbFact]
    public Task Where_nobody_contends_each_call_is_one_on_mariadb() => OnMariaDbAsync(static (store, proxy) => AssertOneEachAsync(store, proxy, hasGroups: false));

    [PostgreSqlFact]
    public Task A_cleanup_is_a_few_for_many_sessions_on_postgresql() => OnPostgreSqlAsync(AssertFewAsync);

    [MariaDbFact]
    public Task A_cleanup_is_a_few_for_many_sessions_on_mariadb() => OnMariaDbAsync(AssertFewAsync);

    private static async Task AssertFewAsync(SqlStore store, LossyProxy proxy)
    {
        // The last ones may be too young to be taken.
        const int Sessions = 40, Taken = 36;
        var manager = new SessionManager(store);

        // Twice: what is used for the first time opens connections and is prepared behind its first use.
        for (var time = 0; time < 2; time++)
        {
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async i =>
            {
                await manager.CreateAsync(new NewSession { Id = $"s{time}-{i}", Tags = ["t"], State = new Dictionary<string, JsonText> { ["k"] = i } });
                await manager.CompleteAsync($"s{time}-{i}");
            }));

            var before = proxy.Requests;
            (await store.TakeAsync(new CleanupRule { FinishedFor = TimeSpan.FromMilliseconds(1) }, Taken)).Should().HaveCount(Taken);

            // One to read and six to delete for 32 sessions, and a handful besides.
            (proxy.Requests - before).Should().BeLessThan(time == 0 ? 2 * Taken : Taken);
        }
    }

    [PostgreSqlFact]
    public Task Those_who_come_again_as_soon_as_they_are_told_go_together() => OnPostgreSqlAsync(static async (store, proxy) =>
    {
        const int Callers = 16;
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var before = proxy.Requests;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var i = 0; i < 2 * Times; i++)
            {
                await manager.AppendMessageAsync("s", NewMessage.User("hello")).ConfigureAwait(false);
            }
        }));

        // All together it is one each time; one alone and then the others would be two.
        (proxy.Requests - before).Should().BeLessThan(3 * Times);
    });

    [MariaDbFact]
    public async Task A_provider_that_sends_one_statement_at_a_time_will_do()
    {
        var server = await SharedServers.MariaDbAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var source = new MySqlTestDataSource(
            new MySqlConnectionStringBuilder(database.ConnectionString) { AllowBatch = false }.ConnectionString);
        await using var store = new SqlStore(source, SqlEngine.MySql);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("1"));
        await manager.AppendMessageAsync("s", NewMessage.User("2"));
        (await manager.ReadNewestMessagesAsync("s")).Select(static message => message.Content).Should().Equal("1", "2");
    }

    private static async Task AssertOneEachAsync(SqlStore store, LossyProxy proxy, bool hasGroups)
    {
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await AssertOneAsync(() => manager.AppendMessageAsync("s", NewMessage.User("hello")).AsTask());
        await AssertOneAsync(() => manager.GetAsync("s").AsTask());
        await AssertOneAsync(() => manager.ReadNewestMessagesAsync("s").AsTask());
        if (hasGroups)
        {
            await AssertOneAsync(() => manager.UpdateAsync(
                "s", static update => update.SetState("k", Random.Shared.Next()).AppendMessage(NewMessage.User("and")).SetTags("t")).AsTask());
        }

        async Task AssertOneAsync(Func<Task> call)
        {
            // What is used for the first time opens connections, and is prepared behind its first use.
            for (var i = 0; i < Times; i++)
            {
                await call();
            }

            var before = proxy.Requests;
            for (var i = 0; i < Times; i++)
            {
                await call();
            }

            (proxy.Requests - before).Should().Be(Times);
        }
    }

    private static async Task OnPostgreSqlAsync(Func<SqlStore, LossyProxy, Task> run)
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new LossyProxy(server.Port);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }.ConnectionString);
        await using var store = new SqlStore(source, SqlEngine.PostgreSql);
        await run(store, proxy);
    }

    private static async Task OnMariaDbAsync(Func<SqlStore, LossyProxy, Task> run)
    {
        var server = await SharedServers.MariaDbAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new LossyProxy(server.Port);
        await using var source = new MySqlTestDataSource(
            new MySqlConnectionStringBuilder(database.ConnectionString) { Port = (uint)proxy.Port }.ConnectionString);
        await using var store = new SqlStore(source, SqlEngine.MySql);
        await run(store, proxy);
    }
}
