using System.Data.Common;
using System.Diagnostics;
using Sessions.TestServers.Processes;

namespace Sessions.TestServers;

/// <summary>
/// A real database server, thrown away with its data when it is disposed of or when this process ends, however it does.
/// It listens on the loopback address and on a socket that only its own user can reach.
/// </summary>
public abstract class DatabaseServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Supervisor _supervisor;
    private int _databases;

    private protected DatabaseServer(Supervisor supervisor) => _supervisor = supervisor;

    /// <summary>The TCP port, the same for the life of the server.</summary>
    public int Port { get; private set; }

    /// <summary>Where the server keeps everything.</summary>
    public string Directory => _supervisor.Directory;

    /// <summary>The id of the server's process, another one after each start.</summary>
    public int ProcessId => _supervisor.ProcessId;

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning => !_supervisor.Exited.IsCompleted;

    /// <summary>The password that tests log in with.</summary>
    private protected string Password { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The database that is always there.</summary>
    private protected abstract string Maintenance { get; }

    /// <summary>The shell command that is the server.</summary>
    private protected abstract string ServeCommand { get; }

    /// <summary>The signals that end the server in order, and as if it had crashed.</summary>
    private protected abstract (string Orderly, string Immediate) Signals { get; }

    /// <summary>Makes a database that nobody else has.</summary>
    /// <param name="name">Its name; one of its own by default.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= $"sessions{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Maintenance, CreateStatement(name), cancellationToken);
        return new TestDatabase(this, name);
    }

    /// <summary>Stops the server, if it runs; its data stay.</summary>
    /// <param name="immediate">Whether it stops as if it had crashed, so that the next start recovers what was committed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StopAsync(bool immediate = false, CancellationToken cancellationToken = default) =>
        await _supervisor.EndAsync(immediate ? Signals.Immediate : Signals.Orderly, cancellationToken);

    /// <summary>Kills the server and everything that it started, as <c>kill -9</c> does; its data stay.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        if (IsRunning)
        {
            using var process = Process.GetProcessById(ProcessId);
            process.Kill(entireProcessTree: true);
            await _supervisor.Exited.WaitAsync(Patience, cancellationToken);
        }
    }

    /// <summary>Stops the server, if it runs, and starts it again with the same data on the same port.</summary>
    /// <param name="immediate">Whether it stops as if it had crashed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task RestartAsync(bool immediate = false, CancellationToken cancellationToken = default)
    {
        await StopAsync(immediate, cancellationToken);
        if (!await TryServeAsync(cancellationToken))
        {
            throw Failed("did not start again");
        }
    }

    /// <summary>Stops the server and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The connection string of a database.</summary>
    internal abstract string ConnectionString(string database, bool socket);

    /// <summary>Connects with this server's driver.</summary>
    internal abstract DbDataSource CreateDataSource(string connectionString);

    internal async Task DropAsync(string database, CancellationToken cancellationToken) =>
        await ExecuteAsync(Maintenance, DropStatement(database), cancellationToken);

    internal abstract Task ClearAsync(string database, CancellationToken cancellationToken);

    private protected abstract string CreateStatement(string database);

    private protected abstract string DropStatement(string database);

    /// <summary>Runs the commands that make an empty cluster, and then the server, on whatever port is free.</summary>
    private protected async Task StartFirstAsync(string prepare, CancellationToken cancellationToken)
    {
        await _supervisor.RunAsync(prepare, cancellationToken);
        if (await _supervisor.Exited.WaitAsync(Patience, cancellationToken) != 0)
        {
            throw Failed("could not be prepared");
        }

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Port = FreePort.Find();
            if (await TryServeAsync(cancellationToken))
            {
                return;
            }
        }

        throw Failed("did not start");
    }

    private protected async Task ExecuteAsync(string database, string statement, CancellationToken cancellationToken)
    {
        await using var source = CreateDataSource(ConnectionString(database, socket: false));
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> TryServeAsync(CancellationToken cancellationToken)
    {
        await _supervisor.RunAsync($"exec {ServeCommand}", cancellationToken);
        using var patience = new CancellationTokenSource(Patience);
        using var polls = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (IsRunning)
        {
            try
            {
                await ExecuteAsync(Maintenance, "SELECT 1", cancellationToken);
                return true;
            }
            catch (DbException)
            {
                // Not yet, or somebody else's server on the same port, and then this one is about to end.
                await polls.WaitForNextTickAsync(cancellationToken);
                if (patience.IsCancellationRequested)
                {
                    throw Failed($"took no connection for {Patience.TotalSeconds:0} seconds");
                }
            }
        }

        return false;
    }

    private InvalidOperationException Failed(string what) => new($"The server in {Directory} {what}:\n{_supervisor.Log()}");
}
