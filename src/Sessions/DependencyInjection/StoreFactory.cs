using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions.DependencyInjection;

/// <summary>Makes the store that the settings choose, with its instruments around it.</summary>
internal static class StoreFactory
{
    private static readonly string[] Ineffective =
    [
        nameof(SessionsStorageOptions.Backend), nameof(SessionsStorageOptions.Path), nameof(SessionsStorageOptions.Connection),
    ];

    public static ISessionStore Create(IServiceProvider provider, SessionsRegistration registration)
    {
        var storage = registration.OptionsOf<SessionsStorageOptions>(provider);
        var metrics = provider.GetRequiredService<SessionsMetrics>();
        var logger = LoggerOf(provider, "Sessions.Stores");
        var name = storage.Own is not null ? "own" : storage.Enabled ? storage.Backend : StoreBackends.Memory;
        var context = new SessionStoreContext(provider, registration.Key, storage, new StoreDiagnostics(name, logger, metrics));

        // Validation has seen to it that the name is known.
        var create = storage.Own?.Create ?? StoreBackends.Find(provider.GetServices<StoreBackend>(), name)!.Create;
        var store = create(context);
        Warn(logger, storage);
        Log.StoreOpened(logger, store.Name);
        return new InstrumentedSessionStore(store, metrics, context.Time, owned: storage.Own is not { Borrowed: true });
    }

    public static ILogger LoggerOf(IServiceProvider provider, string category) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger(category) ?? NullLogger.Instance;

    /// <summary>An operator who names a directory and forgets to enable it would learn of it when the sessions are gone.</summary>
    private static void Warn(ILogger logger, SessionsStorageOptions storage)
    {
        if (storage.Own is null && !storage.Enabled && storage.Origin.NameOf(nameof(storage.Enabled)) is null
            && Ineffective.Select(storage.Origin.NameOf).FirstOrDefault(name => name is not null) is { } setting)
        {
            Log.StorageNotEnabled(logger, setting);
        }
    }
}
