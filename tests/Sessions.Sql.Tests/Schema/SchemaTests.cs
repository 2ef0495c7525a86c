using FluentAssertions;
using Sessions.Testing;
using Sessions.Tests.Processes;

namespace Sessions.Sql.Tests.Schema;

/// <summary>How the tables come to be, whoever comes first, and what is said where they are not as they should be.</summary>
/// <param name="engine">The engine.</param>
/// <param name="words">A query for the words that stand beside its tables and columns.</param>
public abstract partial class SchemaTests(string engine, string words)
{
    [ConformanceFact]
    public async Task Ten_that_start_at_once_all_come_up()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using var processes = new Started();
        for (var i = 0; i < 3; i++)
        {
            processes.Add(await ChildProcess.StartReadyAsync("migrate", engine, database.Connection, $"process-{i}"));
        }

        var here = Enumerable.Range(0, 7).Select(i => Task.Run(async () =>
        {
            await using var store = database.Open();
            await new SessionManager(store).CreateAsync(new NewSession { Id = $"store-{i}" });
        })).ToArray();
        foreach (var process in processes)
        {
            await process.WriteLineAsync("go");
        }

        await Task.WhenAll(here);
        foreach (var process in processes)
        {
            await process.ExpectAsync("created");
        }

        (await database.QueryAsync("SELECT version FROM session_schema")).Should().Equal("1");
        (await database.QueryAsync("SELECT COUNT(*) FROM sessions")).Should().Equal("10");
    }

    [ConformanceFact]
    public async Task The_script_makes_tables_that_a_store_accepts()
    {
        await using var database = await Engine.CreateAsync(engine);
        await Client.RunAsync(database, SqlStore.GetSchemaScript(database.Kind));
        await using var store = database.Open(createTables: false);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        (await manager.AppendMessageAsync("s", NewMessage.User("hi"))).Messages.Total.Should().Be(1);
        await store.MigrateAsync();
        (await database.QueryAsync("SELECT version FROM session_schema")).Should().Equal("1");
    }

    [ConformanceFact]
    public async Task Without_tables_the_error_names_the_call_that_makes_them()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using var store = database.Open(createTables: false);
        var manager = new SessionManager(store);
        var use = async () => await manager.FindAsync("s");
        (await use.Should().ThrowAsync<SessionStoreNotReadyException>()).WithMessage("*SqlStore.MigrateAsync*SqlStore.GetSchemaScript*");
        await store.MigrateAsync();
        (await manager.FindAsync("s")).Should().BeNull();
    }

    [ConformanceFact]
    public async Task Tables_of_a_newer_build_are_refused_and_left_alone()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using (var first = database.Open())
        {
            await first.MigrateAsync();
        }

        await database.ExecuteAsync("INSERT INTO session_schema (version, applied_at) SELECT 99, applied_at FROM session_schema");
        foreach (var createTables in (bool[])[true, false])
        {
            await using var store = database.Open(createTables);
            var use = async () => await new SessionManager(store).FindAsync("s");
            (await use.Should().ThrowAsync<SessionStoreNotReadyException>()).WithMessage("*version 99*newer*Update Sessions*");
            var migrate = async () => await store.MigrateAsync();
            await migrate.Should().ThrowAsync<SessionStoreNotReadyException>();
        }

        (await database.QueryAsync("SELECT COUNT(*) FROM session_schema")).Should().Equal("2");
    }

    [ConformanceFact]
    public async Task A_person_reads_what_each_table_and_column_is()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using (var store = database.Open())
        {
            await store.MigrateAsync();
        }

        var told = string.Join('\n', await database.QueryAsync(words));
        told.Should().Contain("One row a session, as it is now").And.Contain("active, paused, completed, failed or abandoned")
            .And.Contain("from then on it is not found").And.Contain("One row a tag of a session");
    }

    /// <summary>Processes, which end with the test.</summary>
    private sealed class Started : List<ChildProcess>, IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var process in this)
            {
                await process.DisposeAsync();
            }
        }
    }
}
