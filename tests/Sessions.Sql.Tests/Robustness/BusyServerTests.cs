using FluentAssertions;
using MySql.Data.MySqlClient;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.Sql.Tests.Feed;
using Sessions.Stores;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>A server that cannot answer, or only with refusals: typed errors in bounded time, and nobody is held who does not want to wait.</summary>
public sealed class BusyServerTests
{
    [PostgreSqlFact]
    public async Task A_statement_that_takes_too_long_is_refused_as_busy_and_changes_nothing()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using (var administrator = Open(database, "", new SqlStoreOptions()))
        {
            await administrator.MigrateAsync();
        }

        await using var store = Open(database, "-c statement_timeout=500", new SqlStoreOptions { RetryFor = TimeSpan.FromMilliseconds(300) });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await using (await HeldRow.HoldAsync(database, "s"))
        {
            await manager.Awaiting(self => self.AppendMessageAsync("s", NewMessage.User("refused")).AsTask()).Should().ThrowAsync<SessionBusyException>();
            await manager.Awaiting(self => self.DeleteAsync("s").AsTask()).Should().ThrowAsync<SessionBusyException>();
        }

        (await manager.AppendMessageAsync("s", NewMessage.User("done"))).Messages.Total.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task A_command_that_the_provider_gives_up_is_looked_up_and_then_refused_in_bounded_time()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = Open(
            database, "", new SqlStoreOptions { RetryFor = TimeSpan.FromMilliseconds(300) }, static settings => settings.CommandTimeout = 1);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await using (await HeldRow.HoldAsync(database, "s"))
        {
            await manager.Awaiting(self => self.AppendMessageAsync("s", NewMessage.User("refused")).AsTask()).Should().ThrowAsync<SessionStoreUnavailableException>();
        }

        (await manager.AppendMessageAsync("s", NewMessage.User("done"))).Messages.Total.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task A_server_that_takes_no_writes_is_left_for_the_one_that_does()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = PostgreSqlStores.Open(database.ConnectionString, new SqlStoreOptions { RetryFor = TimeSpan.FromMinutes(5) });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });

        // What a failover leaves: connections to a server that is a standby now, and stays one for them.
        await SetReadOnlyAsync(database, true);
        await ReadOnAllAsync(store);
        (await BackendsAsync(database, DateTime.MaxValue)).Should().BeGreaterThan(1);
        (await manager.GetAsync("s", Channel.Mcp)).Version.Should().Be(1, "it can be read at once, though the use cannot be recorded");
        var commits = Enumerable.Range(0, 4).Select(i => manager.AppendMessageAsync("s", NewMessage.User($"{i}")).AsTask()).ToArray();
        var use = manager.AcquireLeaseAsync("s").AsTask();
        var creation = manager.CreateAsync(new NewSession { Id = "other" }).AsTask();
        var over = await SetReadOnlyAsync(database, false, ends: false);

        await Task.WhenAll(commits);
        await using (await use)
        {
            await creation;
            await manager.DeleteAsync("other");
            (await manager.GetAsync("s")).Version.Should().Be(5);
        }

        // No reading goes to the server that was, which falls behind: whatever leads there is closed by whoever finds it.
        for (var i = 0; i < 200 && await BackendsAsync(database, over) > 0; i++)
        {
            await ReadOnAllAsync(store);
        }

        (await BackendsAsync(database, over)).Should().Be(0);
    }

    /// <summary>Uses all connections that a store may have, and so finds those that were ended.</summary>
    private static Task<long[]> ReadOnAllAsync(SqlStore store) =>
        Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.CountAsync(null, SessionFilter.All).AsTask()));

    /// <summary>How many connections there are that were made before an instant, but for the one that only carries word of changes.</summary>
    private static async Task<long> BackendsAsync(TestDatabase database, DateTime before)
    {
        await using var source = database.CreateDataSource();
        await using var command = source.CreateCommand(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE '%pg_notify%' AND backend_start < '{before:O}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [PostgreSqlFact]
    public async Task One_that_never_takes_any_is_said_to_be_so()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = PostgreSqlStores.Open(database.ConnectionString, new SqlStoreOptions { RetryFor = TimeSpan.FromMilliseconds(300) });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await SetReadOnlyAsync(database, true);
        await ReadOnAllAsync(store);
        foreach (var write in (Func<Task>[])[() => manager.AppendMessageAsync("s", NewMessage.User("refused")).AsTask(), () => manager.DeleteAsync("s").AsTask()])
        {
            (await write.Should().ThrowAsync<SessionStoreUnavailableException>()).WithMessage("The database takes no changes*");
        }

        (await manager.GetAsync("s")).Version.Should().Be(1);

        // The connections that are pooled are to the server that was.
        await SetReadOnlyAsync(database, false, ends: false);
        (await manager.AppendMessageAsync("s", NewMessage.User("done"))).Version.Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task A_deletion_whose_answer_was_lost_is_one_whatever_is_refused_before_that_is_known()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new LossyProxy(settings.Port);
        settings.Port = proxy.Port;

        // Nothing is prepared behind what is counted.
        var options = new SqlStoreOptions { RetryFor = TimeSpan.FromMinutes(5), PrepareStatements = false };
        await using var store = new SqlStore(NpgsqlDataSource.Create(settings), new PostgreSqlDialect(), options, time: null, ownsSource: true);
        var manager = new SessionManager(store);
        var requests = 0L;
        foreach (var id in (string[])["first", "counted", "s"])
        {
            await manager.CreateAsync(new NewSession { Id = id });
            requests = id == "s" ? requests : await CountAsync(id);
        }

        // Whoever connects from now on cannot write; this connection can, and is lost with the answer to its last request.
        await SetReadOnlyAsync(database, true, ends: false);
        proxy.Lose(Loss.Answer, (int)requests - 1);
        var deletion = manager.DeleteAsync("s").AsTask();
        await FeedWatcher.UntilAsync(() => proxy.Cuts == 1);
        var refusals = proxy.Requests + 30;
        await FeedWatcher.UntilAsync(() => proxy.Requests > refusals);
        await SetReadOnlyAsync(database, false, ends: false);
        (await deletion).Should().BeTrue();
        (await manager.FindAsync("s")).Should().BeNull();

        async Task<long> CountAsync(string id)
        {
            var before = proxy.Requests;
            await manager.DeleteAsync(id);
            return proxy.Requests - before;
        }
    }

    [MariaDbFact]
    public async Task So_is_one_of_mariadb()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var administrator = database.CreateDataSource();
        await RunAsync($"CREATE USER app@'%' IDENTIFIED BY 'app'; GRANT ALL ON `{database.Name}`.* TO app@'%'");
        var app = new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = "app", Password = "app" }.ConnectionString;
        await using var source = new MySqlTestDataSource(app);
        await using var store = new SqlStore(source, SqlEngine.MySql, new SqlStoreOptions { RetryFor = TimeSpan.FromMilliseconds(300) });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await RunAsync("SET GLOBAL read_only = 1");
        foreach (var write in (Func<Task>[])[() => manager.AppendMessageAsync("s", NewMessage.User("refused")).AsTask(), () => manager.DeleteAsync("s").AsTask()])
        {
            (await write.Should().ThrowAsync<SessionStoreUnavailableException>()).WithMessage("The database takes no changes*");
        }

        await RunAsync("SET GLOBAL read_only = 0");
        (await manager.AppendMessageAsync("s", NewMessage.User("done"))).Version.Should().Be(2);

        async Task RunAsync(string statements)
        {
            await using var command = administrator.CreateCommand(statements);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Says what kind of server it is to those who connect from now on.</summary>
    /// <returns>An instant before that.</returns>
    private static async Task<DateTime> SetReadOnlyAsync(TestDatabase database, bool isReadOnly, bool ends = true)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c default_transaction_read_only=off" });
        await using var now = source.CreateCommand("SELECT clock_timestamp()");
        var before = (DateTime)(await now.ExecuteScalarAsync())!;
        await using (var set = source.CreateCommand(
            $"ALTER DATABASE \"{database.Name}\" {(isReadOnly ? "SET default_transaction_read_only = on" : "RESET default_transaction_read_only")}"))
        {
            await set.ExecuteNonQueryAsync();
        }

        if (ends)
        {
            await using var end = source.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await end.ExecuteScalarAsync();
        }

        return before;
    }

    [PostgreSqlFact]
    public async Task A_pool_that_has_no_connection_left_is_said_to_be_so()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = Open(
            database,
            "",
            new SqlStoreOptions { RetryFor = TimeSpan.FromMilliseconds(300), PrepareStatements = false },
            static settings => (settings.MaxPoolSize, settings.Timeout) = (1, 1));
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        Task<Session> commit;
        await using (var row = await HeldRow.HoldAsync(database, "s"))
        {
            commit = manager.AppendMessageAsync("s", NewMessage.User("waits")).AsTask();
            await row.WaitForWaitersAsync(1);
            await store.Awaiting(self => self.FindAsync(new SessionKey("", "s")).AsTask()).Should().ThrowAsync<SessionStoreUnavailableException>();
        }

        (await commit).Messages.Total.Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task Who_cancels_is_let_go_while_the_server_still_waits()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = Open(database, "", new SqlStoreOptions());
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await using (var table = await HeldRow.HoldAsync(database, session: null))
        {
            Func<CancellationToken, Task>[] calls =
            [
                token => manager.AppendMessageAsync("s", NewMessage.User("let go"), cancellationToken: token).AsTask(),
                token => store.FindAsync(new SessionKey("", "s"), token).AsTask(),
                token => store.QueryAsync(new SessionQuery(), token).AsTask(),
                token => store.DeleteAsync(new SessionKey("", "s"), "another incarnation", token).AsTask(),
            ];
            for (var i = 0; i < calls.Length; i++)
            {
                using var cancel = new CancellationTokenSource();
                var call = calls[i](cancel.Token);
                
                // The first goes on when nobody waits for it any more.
                await table.WaitForWaitersAsync(i == 0 ? 1 : 2);
                await cancel.CancelAsync();
                await call.Awaiting(self => self).Should().ThrowAsync<OperationCanceledException>($"of call {i}");
            }
        }

        (await manager.GetAsync("s")).Id.Should().Be("s");
    }

    [PostgreSqlFact]
    public async Task Serialization_failures_are_tried_again_until_all_is_done()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        const string Serializable = "-c default_transaction_isolation=serializable";
        await using var first = Open(database, Serializable, new SqlStoreOptions());
        await using var second = Open(database, Serializable, new SqlStoreOptions());
        SessionManager[] managers = [new SessionManager(first), new SessionManager(second)];
        string[] sessions = ["a", "b", "c"];
        foreach (var id in sessions)
        {
            await managers[0].CreateAsync(new NewSession { Id = id });
        }

        await Task.WhenAll(managers.SelectMany(manager => sessions.Select(id => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await manager.UpdateAsync(id, static update => update.ChangeState("n", static value => (value?.ToElement().GetInt64() ?? 0) + 1));
            }
        }))));
        foreach (var id in sessions)
        {
            var view = await managers[1].GetAsync(id);
            view.State["n"].Value.ToElement().GetInt64().Should().Be(80);
            view.Version.Should().Be(81);
        }
    }

    [PostgreSqlFact]
    public async Task Tables_that_were_altered_under_prepared_statements_are_no_obstacle()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = Open(database, "", new SqlStoreOptions { MaxConnections = 1 });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("1"));
        (await manager.ReadNewestMessagesAsync("s")).Should().HaveCount(1);
        await using var source = database.CreateDataSource();
        await using var alter = source.CreateCommand("ALTER TABLE session_events ALTER COLUMN content_hash TYPE varchar(100)");
        await alter.ExecuteNonQueryAsync();
        (await manager.ReadNewestMessagesAsync("s")).Should().HaveCount(1);
        (await manager.AppendMessageAsync("s", NewMessage.User("2"))).Messages.Total.Should().Be(2);
    }

    private static SqlStore Open(TestDatabase database, string options, SqlStoreOptions settings, Action<NpgsqlConnectionStringBuilder>? more = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = options };
        more?.Invoke(connection);
        return new SqlStore(NpgsqlDataSource.Create(connection), new PostgreSqlDialect(), settings, time: null, ownsSource: true);
    }
}
