using System.Diagnostics;

namespace Sessions.Sample.Tests;

/// <summary>The sample, run as a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    /// <summary>Far more than any run takes; a run that hangs must fail, not hang the tests.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private const string Assembly = "Sessions.Sample.dll";

    private readonly Process _process;
    private readonly Task<string> _error;

    private SampleProcess(string assembly, string[] arguments, bool withDriver = false)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (withDriver)
        {
            // As if the sample had been built with the tests' own driver of MySQL, on which it must not depend.
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add("--depsfile");
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Sessions.Sample.Tests.deps.json"));
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What the environment of whoever runs the tests chooses is not what is tested.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("SESSION", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public static SampleProcess Start(params string[] arguments) => new(Assembly, arguments);

    /// <summary>Starts it beside a driver for MySQL, and leaves it running.</summary>
    public static SampleProcess StartWithDriver(params string[] arguments) => new(Assembly, arguments, withDriver: true);

    /// <summary>Starts another program that lies beside the tests.</summary>
    public static SampleProcess StartAssembly(string assembly, params string[] arguments) => new(assembly, arguments);

    /// <summary>Runs it to its end.</summary>
    public static async Task<SampleResult> RunAsync(params string[] arguments)
    {
        using var process = new SampleProcess(Assembly, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits until it has printed so many lines; false when it ended before.</summary>
    public async Task<bool> PrintedAsync(int lines)
    {
        using var bound = new CancellationTokenSource(Bound);
        for (var i = 0; i < lines; i++)
        {
            if (await _process.StandardOutput.ReadLineAsync(bound.Token) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<SampleResult> EndAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        var output = await _process.StandardOutput.ReadToEndAsync(bound.Token);
        await _process.WaitForExitAsync(bound.Token);
        return new SampleResult(_process.ExitCode, output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
