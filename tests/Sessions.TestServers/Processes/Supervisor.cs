using System.Diagnostics;
using System.Globalization;

namespace Sessions.TestServers.Processes;

/// <summary>A directory of a server's own, and the one process that runs in it. Both are gone soon after this process is.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _shell;
    private readonly Task _reading;
    private readonly TaskCompletionSource<string> _directory = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _disposed;

    private Supervisor(Process shell)
    {
        _shell = shell;
        _reading = ReadAsync();
    }

    /// <summary>The directory, which no other user can look into.</summary>
    public string Directory { get; private set; } = "";

    /// <summary>The command at work: its exit code, once it ended.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>The id of the process of the newest command.</summary>
    public int ProcessId => _started.Task.Status == TaskStatus.RanToCompletion ? _started.Task.Result : throw new InvalidOperationException("Nothing was started.");

    /// <summary>Starts one.</summary>
    /// <param name="user">As whom everything runs.</param>
    /// <param name="name">The beginning of the directory's name.</param>
    /// <param name="farewell">The signal that ends the command at once.</param>
    /// <param name="before">A shell command to run before the directory is removed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<Supervisor> StartAsync(
        ServerUser user, string name, string farewell, string before, CancellationToken cancellationToken)
    {
        // The name of a socket holds a hundred characters; a directory of temporary files may be longer than that by itself.
        var temporary = Path.GetTempPath() is { Length: < 50 } path ? path.TrimEnd('/') : "/tmp";
        string[] words = [.. user.Prefix, "setsid", "--wait", "/bin/sh", "-c", SupervisorScript.Text, temporary, name, farewell, before];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var variable in start.Environment.Keys.Where(IsOfServers).ToArray())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["LC_ALL"] = "C";
        var supervisor = new Supervisor(Process.Start(start)!);
        supervisor.Directory = await supervisor._directory.Task.WaitAsync(Patience, cancellationToken);
        return supervisor;
    }

    /// <summary>Runs a shell command, after the one before it ended.</summary>
    /// <returns>The id of its process.</returns>
    public async Task<int> RunAsync(string command, CancellationToken cancellationToken)
    {
        _started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exited = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await TellAsync($"run {command}");
        return await _started.Task.WaitAsync(Patience, cancellationToken);
    }

    /// <summary>Sends a signal to the command and waits until it ended.</summary>
    public async Task EndAsync(string signal, CancellationToken cancellationToken)
    {
        if (!Exited.IsCompleted)
        {
            await TellAsync($"signal {signal}");
            await Exited.WaitAsync(Patience, cancellationToken);
        }
    }

    /// <summary>What the server wrote, the last of it.</summary>
    public string Log()
    {
        var file = Path.Combine(Directory, "server.log");
        return File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(20)) : "";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync().WaitAsync(Patience);
        await _reading;
        _shell.Dispose();
    }

    private async Task TellAsync(string line)
    {
        await _shell.StandardInput.WriteLineAsync(line);
        await _shell.StandardInput.FlushAsync();
    }

    private async Task ReadAsync()
    {
        while (await _shell.StandardOutput.ReadLineAsync() is { } line)
        {
            var word = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            var rest = line[(word.Length + 1)..];
            _ = word switch
            {
                "directory" => _directory.TrySetResult(rest),
                "started" => _started.TrySetResult(int.Parse(rest, CultureInfo.InvariantCulture)),
                _ => _exited.TrySetResult(int.Parse(rest, CultureInfo.InvariantCulture)),
            };
        }

        var gone = new InvalidOperationException("The shell that supervises the server has ended.");
        _directory.TrySetException(gone);
        _started.TrySetException(gone);
        _exited.TrySetException(gone);
    }

    // What somebody's shell sets for his own servers is not meant for these.
    private static bool IsOfServers(string variable) =>
        variable.StartsWith("PG", StringComparison.Ordinal)
        || variable.StartsWith("MYSQL", StringComparison.Ordinal)
        || variable.StartsWith("MARIADB", StringComparison.Ordinal);
}
