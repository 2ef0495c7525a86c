using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sessions.Sample;

/// <summary>Builds the generic host that every command runs in.</summary>
internal static class SampleHost
{
    /// <summary>A host over the store that the command line chose.</summary>
    /// <param name="choice">The store.</param>
    /// <param name="clock">The clock; that of the machine, or of the database, when left out.</param>
    public static IHost Over(StoreChoice choice, TimeProvider? clock = null)
    {
        var builder = Begin();
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        Offer(builder.Services.AddSessions(), choice);
        builder.Services.PostConfigure<SessionsStorageOptions>(storage => Choose(storage, choice));
        WithoutCleanup(builder.Services);
        return builder.Build();
    }

    /// <summary>Makes every store known, so that the command line or the environment can choose it; the last choice here is the memory.</summary>
    private static void Offer(ISessionsBuilder sessions, StoreChoice choice)
    {
        if (MySqlProvider.Find() is { } provider)
        {
            sessions.UseMySql(provider);
        }
        else if (choice.Kind == StoreKind.MySql)
        {
            throw new UsageException(MySqlProvider.Missing);
        }

        sessions.UsePostgreSql().UseSqlite().UseJsonl().UseInMemory();
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
            storage.Backend = kind.ToString().ToLowerInvariant();
        }

        storage.Connection = choice.Connection ?? storage.Connection;

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
