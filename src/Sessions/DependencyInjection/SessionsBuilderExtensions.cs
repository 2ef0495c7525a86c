using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessions;
using Sessions.DependencyInjection;
using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses where sessions are kept, and who hears of their removal. Of several choices of a store the last one counts.</summary>
public static partial class SessionsBuilderExtensions
{
    /// <summary>Keeps sessions in memory, gone with the process. The default.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseInMemory(this ISessionsBuilder builder, Action<InMemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(NameOf(builder), configure);
        }

        return Configure(builder, static storage =>
        {
            storage.Enabled = false;
            storage.Own = null;
        });
    }

    /// <summary>Keeps sessions in a kind of store that is chosen by name; packages with a store build their <c>Use…</c> on it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="backend">The name, as in <see cref="SessionsStorageOptions.Backend"/>.</param>
    /// <param name="configure">The path, or the connection; configuration and the environment may replace them.</param>
    public static ISessionsBuilder UseBackend(
        this ISessionsBuilder builder, string backend, Action<SessionsStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(backend);
        return Configure(builder, storage =>
        {
            storage.Enabled = true;
            storage.Backend = backend;
            storage.Own = null;
            configure?.Invoke(storage);
        });
    }

    /// <summary>Makes a kind of store known under a name, so that code, configuration and the environment can choose it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="backend">The name; case does not matter. A later one under the same name replaces the earlier.</param>
    /// <param name="create">Makes the store, which the container disposes of.</param>
    public static ISessionsBuilder AddBackend(
        this ISessionsBuilder builder, string backend, Func<SessionStoreContext, ISessionStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(backend);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton(new StoreBackend(backend, create));
        return builder;
    }

    /// <summary>Keeps sessions in a store of the app's own, which neither configuration nor the environment replaces.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the store, which the container disposes of.</param>
    public static ISessionsBuilder UseStore(this ISessionsBuilder builder, Func<SessionStoreContext, ISessionStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        return Configure(builder, storage => storage.Own = new OwnStore(create, Borrowed: false));
    }

    /// <summary>Keeps sessions in a store that exists, which neither configuration nor the environment replaces.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store. Whoever made it disposes of it.</param>
    public static ISessionsBuilder UseStore(this ISessionsBuilder builder, ISessionStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        return Configure(builder, storage => storage.Own = new OwnStore(_ => store, Borrowed: true));
    }

    /// <summary>Adds a handler that hears of the sessions which the hosted cleanup removes.</summary>
    /// <typeparam name="THandler">The handler; registered as scoped, a scope for each pass of cleanup. Adding it twice adds it once.</typeparam>
    public static ISessionsBuilder AddRemovalHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this ISessionsBuilder builder)
        where THandler : class, ISessionRemovalHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.KeyedScoped<ISessionRemovalHandler, THandler>(builder.Key));
        return builder;
    }

    private static ISessionsBuilder Configure(ISessionsBuilder builder, Action<SessionsStorageOptions> configure)
    {
        builder.Services.Configure(NameOf(builder), configure);
        return builder;
    }

    private static string NameOf(ISessionsBuilder builder) => builder.Key ?? Options.Options.DefaultName;
}
