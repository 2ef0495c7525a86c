using System.Diagnostics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.Sql.Tests.DependencyInjection;
using Sessions.Tests;
using Sessions.TestServers;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Feed;

/// <summary>Two stores on one server, of which neither looks by itself while it hears: only notifications bring word from one to the other.</summary>
public sealed class PostgreSqlFeedTests(ITestOutputHelper output)
{
    private const string Listeners = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";

    // A server that crashed may take its time to come back, where the disk is slow.
    private readonly SqlStoreOptions _deaf = new() { PollingInterval = TimeSpan.FromHours(1), RetryFor = TimeSpan.FromMinutes(5) };

    [PostgreSqlFact]
    public async Task What_one_store_commits_the_other_is_told_in_order()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var writer = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        await using var reader = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        var manager = new SessionManager(writer);
        await manager.CreateAsync(new NewSession { Id = "watched" });
        await using var watcher = new FeedWatcher(reader, "watched");
        await FeedWatcher.UntilAsync(() => reader.IsTold!());
        var delays = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var view = await manager.AppendMessageAsync("watched", NewMessage.User($"{i}"));
            var committed = Stopwatch.GetTimestamp();
            await watcher.ReachAsync(view.Version);
            delays.Add(Stopwatch.GetElapsedTime(committed, watcher.At(view.Version)).TotalMilliseconds);
        }

        watcher.Versions.Should().Equal(Enumerable.Range(1, 201).Select(i => (long)i));
        delays.Sort();
        output.WriteLine($"from commit to watcher: median {delays[100]:0.00} ms, 90 % {delays[180]:0.00} ms, most {delays[^1]:0.00} ms");
    }

    [PostgreSqlFact]
    public async Task Stores_over_a_source_of_the_apps_tell_each_other_and_leave_its_connections_as_they_were()
    {
        const int PoolSize = 16;
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();

        // Nothing is put right when a connection goes back to the pool.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { NoResetOnClose = true, MaxPoolSize = PoolSize });
        await using (var writer = PostgreSqlStores.Open(source, _deaf))
        await using (var reader = PostgreSqlStores.Open(source, _deaf))
        {
            var manager = new SessionManager(writer);
            await manager.CreateAsync(new NewSession { Id = "watched" });
            await using var watcher = new FeedWatcher(reader, "watched");
            await FeedWatcher.UntilAsync(() => reader.IsTold!());
            await watcher.ReachAsync((await manager.AppendMessageAsync("watched", NewMessage.User("heard"))).Version);
        }

        var connections = await Task.WhenAll(Enumerable.Range(0, PoolSize).Select(async _ => await source.OpenConnectionAsync()));
        foreach (var connection in connections)
        {
            await using var setting = new NpgsqlCommand("SELECT current_setting('synchronous_commit') || (SELECT count(*) FROM pg_listening_channels())", connection);
            (await setting.ExecuteScalarAsync()).Should().Be("on0");
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    [PostgreSqlFact]
    public async Task A_listener_whose_connection_is_ended_misses_nothing()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var writer = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        await using var reader = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        var manager = new SessionManager(writer);
        await manager.CreateAsync(new NewSession { Id = "watched" });
        await using var watcher = new FeedWatcher(reader, "watched");
        var last = 1L;
        for (var round = 0; round < 5; round++)
        {
            await FeedWatcher.UntilAsync(() => reader.IsTold!());
            await AskAsync(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'");
            for (var i = 0; i < 20; i++)
            {
                last = (await manager.AppendMessageAsync("watched", NewMessage.User($"{i}"))).Version;
            }

            await watcher.ReachAsync(last);
        }

        watcher.Versions.Should().Equal(Enumerable.Range(1, (int)last).Select(i => (long)i));
    }

    [PostgreSqlFact]
    public async Task A_server_that_crashes_and_comes_back_costs_a_watcher_nothing()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var writer = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        await using var reader = PostgreSqlStores.Open(database.ConnectionString, _deaf);
        var manager = new SessionManager(writer);
        await manager.CreateAsync(new NewSession { Id = "watched" });
        await using var watcher = new FeedWatcher(reader, "watched");
        await FeedWatcher.UntilAsync(() => reader.IsTold!());
        using var stop = new CancellationTokenSource();
        var last = 1L;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                last = (await manager.AppendMessageAsync("watched", NewMessage.User("on and on"))).Version;
            }
        });
        for (var round = 0; round < 2; round++)
        {
            await watcher.ReachAsync(watcher.Versions.Length + 20);
            await server.RestartAsync(immediate: true);
        }

        await watcher.ReachAsync(watcher.Versions.Length + 20);
        await stop.CancelAsync();
        await writing;
        await watcher.ReachAsync(last);
        watcher.Versions.Should().Equal(Enumerable.Range(1, (int)last).Select(i => (long)i));
        await FeedWatcher.UntilAsync(() => reader.IsTold!());
    }

    [PostgreSqlFact]
    public async Task Who_may_not_notify_still_sees_by_looking()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        var role = $"limited_{database.Name}";
        await AskAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD 'limited'; GRANT ALL ON SCHEMA public TO {role}; REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC; SELECT 1");
        var limited = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "limited" }.ConnectionString;
        await using (var writer = PostgreSqlStores.Open(limited))
        await using (var reader = PostgreSqlStores.Open(limited))
        {
            var manager = new SessionManager(writer);
            await manager.CreateAsync(new NewSession { Id = "watched" });
            await using var watcher = new FeedWatcher(reader, "watched");
            await watcher.ReachAsync(1);
            await manager.AppendMessageAsync("watched", NewMessage.User("unheard"));
            await watcher.ReachAsync(2);
            reader.IsTold!().Should().BeFalse();
        }

        await AssertLoggedAsync(limited);

        await AskAsync(database, $"DROP OWNED BY {role}; DROP ROLE {role}; SELECT 1");
    }

    /// <summary>What is not said is in the log, so that an operator learns why watchers are slow.</summary>
    private static async Task AssertLoggedAsync(string connection)
    {
        using var recorder = new LogRecorder();
        var services = Doors.Services();
        services.AddLogging(logging => logging.AddProvider(recorder));
        services.AddSessions().UsePostgreSql(connection);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "unheard" });
        var entry = await recorder.NextAsync(60);
        entry.Level.Should().Be(LogLevel.Warning);
        $"{entry.Message}{entry.Error}".Should().NotContain("Password");
    }

    [PostgreSqlFact]
    public async Task Nobody_listens_before_somebody_waits_and_no_connection_outlives_its_store()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using (var store = PostgreSqlStores.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = "fed" }.ConnectionString))
        {
            await new SessionManager(store).CreateAsync(new NewSession { Id = "watched" });
            (await AskAsync(database, Listeners)).Should().Be(0);
            await using var watcher = new FeedWatcher(store, "watched");
            await FeedWatcher.UntilAsync(() => store.IsTold!());
            (await AskAsync(database, Listeners)).Should().Be(1);
        }

        // A server process is a moment longer there than its connection.
        await using var source = database.CreateDataSource();
        await FeedWatcher.UntilAsync(() =>
        {
            using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fed'");
            return (long)command.ExecuteScalar()! == 0;
        });
    }

    [PostgreSqlFact]
    public async Task Stores_in_other_schemas_talk_on_other_channels()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        var longest = new string('n', 63);
        await AskAsync(database, $"CREATE SCHEMA \"Other's\"; CREATE SCHEMA {longest}; CREATE TABLE public.sessions (); SELECT 1");
        var channels = new List<string>();
        foreach (var path in (string[])["public", "\"Other's\"", longest, $"{longest}, public"])
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = path });
            await using var connection = await source.OpenConnectionAsync();
            if (path == longest)
            {
                await using var create = new NpgsqlCommand("CREATE TABLE sessions ()", connection);
                await create.ExecuteNonQueryAsync();
            }

            channels.Add(await FeedChannel.FindAsync(connection, CancellationToken.None));
        }

        channels[0].Should().Be("sessions:public");
        channels.Take(3).Should().OnlyHaveUniqueItems().And.OnlyContain(channel => channel.Length < 64);
        channels[3].Should().Be(channels[2]);
    }

    private static async Task<long> AskAsync(TestDatabase database, string question)
    {
        await using var source = database.CreateDataSource();
        await using var command = source.CreateCommand(question);
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
