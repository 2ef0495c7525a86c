using System.Diagnostics;
using System.Runtime.InteropServices;
using Sessions.Stores.Files;

namespace Sessions.Tests.Processes;

/// <summary>
/// A second process for a test: one verb of <c>Sessions.TestProcess</c>. Whatever becomes of the test, disposing ends it.
/// </summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Kill = 9;
    private static readonly int s_stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int s_continue = OperatingSystem.IsMacOS() ? 19 : 18;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string?> s_noSettings = [];

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly string _what;

    private ChildProcess(Process process, string what)
    {
        _process = process;
        _what = what;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it is over.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a verb.</summary>
    public static ChildProcess Start(string verb, params string[] arguments) => StartIn(s_noSettings, verb, arguments);

    /// <summary>Starts a verb in an environment with these variables beside the test's own.</summary>
    public static ChildProcess StartIn(IReadOnlyDictionary<string, string?> environment, string verb, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Sessions.TestProcess.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", program, verb, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!, $"{verb} {string.Join(' ', arguments)}");
    }

    /// <summary>Starts a verb and waits until it says that it is ready.</summary>
    public static async Task<ChildProcess> StartReadyAsync(string verb, params string[] arguments)
    {
        ChildProcess child = Start(verb, arguments);
        try
        {
            await child.ExpectAsync("ready");
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next line of its output.</summary>
    /// <exception cref="InvalidOperationException">It ended, or said nothing for a minute.</exception>
    public async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"'{_what}' ended: {await _errors}");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"'{_what}' said nothing for {s_patience}.");
        }
    }

    /// <summary>Reads a line, which must be this one.</summary>
    public async Task ExpectAsync(string line)
    {
        string said = await ReadLineAsync();
        if (said != line)
        {
            throw new InvalidOperationException($"'{_what}' said '{said}' where '{line}' was expected.");
        }
    }

    /// <summary>Writes a line to its input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Writes a line, and reads the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await WriteLineAsync(line);
        return await ReadLineAsync();
    }

    /// <summary>Ends it as the kernel would, without a chance to clean up, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Signal(Kill);
        await WaitForExitAsync();
    }

    /// <summary>Stops it where it stands.</summary>
    public void Suspend() => Signal(s_stop);

    /// <summary>
    /// Stops it while it holds none of these locks, and waits until it stands: until then each is in the test's own hands.
    /// In the order in which stores take them, the catalog's first.
    /// </summary>
    public async Task SuspendWithoutAsync(FileLockSet locks, params int[] stripes)
    {
        var held = new Stack<LockHold>();
        try
        {
            foreach (int stripe in stripes)
            {
                held.Push(await locks.AcquireAsync(stripe));
            }

            Suspend();
            await StandAsync();
        }
        finally
        {
            while (held.TryPop(out LockHold hold))
            {
                hold.Release();
            }
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Resume() => Signal(s_continue);

    /// <summary>Waits until it is over.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Also a suspended process obeys this one.
            _process.Kill();
            await WaitForExitAsync();
        }

        await _errors;
        _process.Dispose();
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    /// <summary>The signal is on its way for a moment, in which a thread on another core may still do anything.</summary>
    private async Task StandAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        long end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (Directory.GetDirectories($"/proc/{_process.Id}/task").Any(IsRunning))
        {
            if (Environment.TickCount64 > end)
            {
                throw new InvalidOperationException($"'{_what}' did not stop for {s_patience}.");
            }

            await Task.Delay(1);
        }
    }

    private static bool IsRunning(string task)
    {
        try
        {
            string status = File.ReadAllText(Path.Combine(task, "stat"));

            // The state follows the name, which may hold anything, in parentheses.
            return status[status.LastIndexOf(')') + 2] != 'T';
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return false;
        }
    }

    private void Signal(int signal)
    {
        // Only a process that is ours and not yet waited for still owns its id.
        if (_process.HasExited || SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"'{_what}' could not be sent signal {signal}: {_errors.IsCompleted}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
