using System.Data.Common;
using System.Globalization;
using FluentAssertions;
using Sessions.Testing;
using Sessions.TestServers;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Servers;

/// <summary>What tests rely on of every kind of server. Facts that stop one have it to themselves.</summary>
public abstract class DatabaseServerTests : IAsyncLifetime
{
    private const string Table = "CREATE TABLE t (v INT)";
    private const string Row = "INSERT INTO t VALUES (1)";
    private const string Count = "SELECT COUNT(*) FROM t";

    private readonly List<IAsyncDisposable> _leftovers = [];

    /// <summary>The name that the test process knows this kind by.</summary>
    protected abstract string Kind { get; }

    /// <summary>What the server's log says after a crash and at no other time.</summary>
    protected abstract string RecoveryInLog { get; }

    [ConformanceFact]
    public async Task Two_databases_are_apart()
    {
        var server = await SharedAsync();
        var one = Keep(Keep(await server.CreateDatabaseAsync()).CreateDataSource());
        var other = Keep(Keep(await server.CreateDatabaseAsync()).CreateDataSource());
        await ExecuteAsync(one, Table);
        await ExecuteAsync(other, Table);
        await ExecuteAsync(one, Row);
        (await AskAsync(one, Count)).Should().Be(1);
        (await AskAsync(other, Count)).Should().Be(0);
    }

    [ConformanceFact]
    public async Task Many_who_ask_at_once_share_one_server()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var server = await SharedAsync();
            await using var database = await server.CreateDatabaseAsync();
            return (server.ProcessId, database.Name);
        })));
        databases.Select(database => database.ProcessId).Distinct().Should().ContainSingle();
        databases.Select(database => database.Name).Should().OnlyHaveUniqueItems();
    }

    [ConformanceFact]
    public async Task What_is_there_already_can_be_asked_for_again()
    {
        var source = Keep(Keep(await (await SharedAsync()).CreateDatabaseAsync()).CreateDataSource());
        for (var time = 0; time < 2; time++)
        {
            await ExecuteAsync(source, "CREATE TABLE IF NOT EXISTS t (v INT)");
        }

        await ExecuteAsync(source, "DROP TABLE IF EXISTS u");
        await using var command = source.CreateCommand("SELECT table_name FROM information_schema.tables WHERE table_name = 't'");
        (await command.ExecuteScalarAsync()).Should().Be("t");
    }

    [ConformanceFact]
    public async Task A_database_that_was_cleared_is_empty()
    {
        var database = Keep(await (await SharedAsync()).CreateDatabaseAsync());
        for (var time = 0; time < 3; time++)
        {
            await using (var source = database.CreateDataSource())
            {
                await ExecuteAsync(source, Table);
                await ExecuteAsync(source, Row);
                (await AskAsync(source, Count)).Should().Be(1);
            }

            await database.ClearAsync();
        }
    }

    [ConformanceFact]
    public async Task A_database_may_have_any_name_and_is_dropped_while_it_is_used()
    {
        var server = await SharedAsync();
        const string Name = "a \"b\" `c` d";
        for (var time = 0; time < 2; time++)
        {
            await using var database = await server.CreateDatabaseAsync(Name);
            var source = Keep(database.CreateDataSource());
            var open = Keep(await source.OpenConnectionAsync());
            open.Database.Should().Be(Name);
            await ExecuteAsync(source, Table);
        }
    }

    [ConformanceFact]
    public async Task A_database_is_reached_over_tcp_and_by_socket()
    {
        var server = await SharedAsync();
        var database = Keep(await server.CreateDatabaseAsync());
        (await AskAsync(Keep(server.CreateDataSource(database.ConnectionString)), "SELECT 1")).Should().Be(1);
        (await AskAsync(Keep(server.CreateDataSource(database.SocketConnectionString)), "SELECT 2")).Should().Be(2);
    }

    [ConformanceFact]
    public async Task Text_beyond_the_basic_plane_comes_back()
    {
        const string Text = "ß € 漢 \U0001F600 '\\\"";
        var source = Keep(Keep(await (await SharedAsync()).CreateDatabaseAsync()).CreateDataSource());
        await ExecuteAsync(source, "CREATE TABLE t (v VARCHAR(100))");
        await ExecuteAsync(source, "INSERT INTO t VALUES (@text)", Text);
        await using var command = source.CreateCommand("SELECT v FROM t");
        (await command.ExecuteScalarAsync()).Should().Be(Text);
    }

    [ConformanceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_keeps_data_and_port(bool immediate)
    {
        var server = Keep(await StartAsync());
        var database = await server.CreateDatabaseAsync();
        var (address, process) = (database.ConnectionString, server.ProcessId);
        var source = Keep(database.CreateDataSource());
        await ExecuteAsync(source, Table);
        await ExecuteAsync(source, Row);
        await server.RestartAsync(immediate);
        (database.ConnectionString, server.IsRunning).Should().Be((address, true));
        server.ProcessId.Should().NotBe(process);
        (await AskAsync(Keep(database.CreateDataSource()), Count)).Should().Be(1);
        Log(server).Contains(RecoveryInLog, StringComparison.Ordinal).Should().Be(immediate);
    }

    [ConformanceFact]
    public async Task A_killed_server_recovers()
    {
        var server = Keep(await StartAsync());
        var database = await server.CreateDatabaseAsync();
        var source = Keep(database.CreateDataSource());
        await ExecuteAsync(source, Table);
        await ExecuteAsync(source, Row);
        await server.KillAsync();
        server.IsRunning.Should().BeFalse();
        await FluentActions.Awaiting(() => AskAsync(source, Count)).Should().ThrowAsync<DbException>();
        await server.RestartAsync();
        (await AskAsync(Keep(database.CreateDataSource()), Count)).Should().Be(1);
        Log(server).Should().Contain(RecoveryInLog);
    }

    [ConformanceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_was_disposed_of_is_gone(bool killed)
    {
        var server = await StartAsync();
        var (process, directory) = (server.ProcessId, server.Directory);
        if (killed)
        {
            await server.KillAsync();
        }

        await server.DisposeAsync();
        await server.DisposeAsync();
        IsAlive(process).Should().BeFalse();
        Directory.Exists(directory).Should().BeFalse();
    }

    [ConformanceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_does_not_outlive_its_parent(bool killed)
    {
        await using var parent = await ChildProcess.StartReadyAsync("server", Kind);
        var process = int.Parse(await parent.ReadLineAsync(), CultureInfo.InvariantCulture);
        var directory = await parent.ReadLineAsync();
        (IsAlive(process), Directory.Exists(directory)).Should().Be((true, true));
        if (killed)
        {
            await parent.KillAsync();
        }
        else
        {
            await parent.WriteLineAsync("end");
            (await parent.WaitForExitAsync()).Should().Be(0);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var polls = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (IsAlive(process) || Directory.Exists(directory))
        {
            await polls.WaitForNextTickAsync(patience.Token);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var leftover in Enumerable.Reverse(_leftovers))
        {
            await leftover.DisposeAsync();
        }
    }

    protected abstract Task<DatabaseServer> StartAsync();

    protected abstract Task<DatabaseServer> SharedAsync();

    private static bool IsAlive(int process) => Directory.Exists($"/proc/{process}");

    private static string Log(DatabaseServer server) => File.ReadAllText(Path.Combine(server.Directory, "server.log"));

    private static async Task ExecuteAsync(DbDataSource source, string statement, string? text = null)
    {
        await using var command = source.CreateCommand(statement);
        if (text is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("text", text);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private static async Task<int> AskAsync(DbDataSource source, string question)
    {
        await using var command = source.CreateCommand(question);
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private T Keep<T>(T leftover)
        where T : IAsyncDisposable
    {
        _leftovers.Add(leftover);
        return leftover;
    }
}
