using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Sessions.Sample;

/// <summary>Builds the generic host that every command runs in.</summary>
internal static class SampleHost
{
    public static IHost Build(StoreChoice store, TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder();

        // Standard output is what a person or a script reads; everything else goes beside it.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (store.Kind is StoreKind.Jsonl or StoreKind.FileSystem)
        {
            throw new UsageException($"The store {store.Kind.ToString()!.ToLowerInvariant()} is not in this build yet; use --store memory.");
        }

        builder.Services.AddSingleton<ISessionStore>(static services => new InMemoryStore(time: services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(static services =>
            new SessionManager(services.GetRequiredService<ISessionStore>(), new SessionsOptions(), services.GetRequiredService<TimeProvider>()));
        return builder.Build();
    }
}
