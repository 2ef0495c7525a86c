using Microsoft.Extensions.DependencyInjection;
using Sessions.Diagnostics;

namespace Sessions.DependencyInjection;

/// <summary>What a store is made from.</summary>
public sealed class SessionStoreContext
{
    internal SessionStoreContext(
        IServiceProvider services, string? key, SessionsStorageOptions storage, StoreDiagnostics diagnostics)
    {
        Services = services;
        Key = key;
        Storage = storage;
        Diagnostics = diagnostics;
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The service key of the registration, also the name of its options; null for the one without a key.</summary>
    public string? Key { get; }

    /// <summary>Where sessions are to be kept.</summary>
    public SessionsStorageOptions Storage { get; }

    /// <summary>The clock: the app's <see cref="TimeProvider"/> where there is one, or the machine's.</summary>
    public TimeProvider Time { get; }

    /// <summary>To whom the store reports what only it can see.</summary>
    internal StoreDiagnostics Diagnostics { get; }
}
