using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.Stores.InMemory;

namespace Sessions.Sample;

/// <summary>Builds the generic host that every command runs in.</summary>
internal static class SampleHost
{
    /// <summary>A host for the walk-through: in memory, whatever the environment says, and with a clock that can be put forward.</summary>
    public static IHost ForWalkThrough(AdjustableClock clock)
    {
        var builder = Begin();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSessions().UseStore(static context => new InMemoryStore(time: context.Time));
        WithoutCleanup(builder.Services);
        return builder.Build();
    }

    /// <summary>A host over the store that the command line chose.</summary>
    public static IHost Over(StoreChoice choice)
    {
        var builder = Begin();
        builder.Services.AddSessions();
        builder.Services.PostConfigure<SessionsStorageOptions>(storage => Choose(storage, choice));
        WithoutCleanup(builder.Services);
        return builder.Build();
    }

    private static HostApplicationBuilder Begin()
    {
        var builder = Host.CreateApplicationBuilder();

        // Standard output is what a person or a script reads; everything else goes beside it.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // What does not start is said by the command itself.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        return builder;
    }

    /// <summary>What is typed stands above the environment, as the environment stands above code.</summary>
    private static void Choose(SessionsStorageOptions storage, StoreChoice choice)
    {
        if (choice.Kind is { } kind)
        {
            storage.Enabled = kind != StoreKind.Memory;
            storage.Backend = kind == StoreKind.FileSystem ? "filesystem" : "jsonl";
        }

        if (choice.Path is not { } path)
        {
            return;
        }

        storage.Path = path;
        if (storage.HistoryPath == SessionsStorageOptions.DefaultHistoryPath)
        {
            storage.HistoryPath = $"{Path.TrimEndingDirectorySeparator(path)}.history";
        }
    }

    /// <summary>A command that comes and goes leaves cleaning up to the apps that stay.</summary>
    private static void WithoutCleanup(IServiceCollection services) =>
        services.PostConfigure<SessionsOptions>(static options => options.CleanupInterval = TimeSpan.Zero);
}
