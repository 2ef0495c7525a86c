using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessions.DependencyInjection;

namespace Sessions.Sql.DependencyInjection;

/// <summary>What the <c>Use…</c> methods of the databases have in common.</summary>
internal static class SqlDoors
{
    /// <summary>Makes a kind of database known, and chooses it.</summary>
    public static ISessionsBuilder Use<TOptions>(ISessionsBuilder builder, SqlDoor door, Action<TOptions>? configure)
        where TOptions : SqlStoreOptions
    {
        var services = builder.Services;
        if (configure is not null)
        {
            services.Configure(SqlPlace.NameOf(door.Key), configure);
        }

        if (!services.Any(service => !service.IsKeyedService && service.ImplementationInstance is SqlDoor known && known.Key == door.Key))
        {
            services.AddSingleton<IHostedService>(provider => new SqlPreparation(provider, door.Key));
        }

        services.AddSingleton(door);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionsStorageOptions>, SqlDoorValidator>());
        return builder
            .AddBackend(door.Backend, context => Open(context, door.Backend))
            .UseBackend(door.Backend, storage =>
            {
                storage.Path = door.Path ?? storage.Path;
                storage.Connection = door.Connection;
            });
    }

    /// <summary>A registration's settings of a kind of store.</summary>
    public static TOptions Options<TOptions>(SessionStoreContext context)
        where TOptions : SqlStoreOptions, new() =>
        context.Services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(SqlPlace.NameOf(context.Key));

    /// <summary>Refuses a place without a connection string, or with one that the provider cannot read.</summary>
    /// <param name="place">The place.</param>
    /// <param name="method">The method that code called.</param>
    /// <param name="example">How a connection string looks; no secret of anybody's.</param>
    /// <param name="reader">The provider's reader of connection strings; null where it has none.</param>
    public static string? CheckConnection(SqlPlace place, string method, string example, DbConnectionStringBuilder? reader) =>
        string.IsNullOrWhiteSpace(place.Connection)
            ? $"{place.ConnectionLabel} is not set; it is the connection string of the database, such as {example}. Give it to {method}, or set Sessions:Storage:Connection or SESSION_STORAGE_CONNECTION."
            : CanRead(reader ?? new DbConnectionStringBuilder(), place.Connection)
                ? null
                : $"{place.ConnectionLabel} is not a connection string that the database's provider can read. It looks like {example}, not like an address with \"://\"; a value with a semicolon in it stands in quotes.";

    // What a reader says of a string may hold a part of it, such as the end of a password: nothing of that is told.
    private static bool CanRead(DbConnectionStringBuilder reader, string connection)
    {
        try
        {
            reader.ConnectionString = connection;
            return true;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static SqlStore Open(SessionStoreContext context, string backend)
    {
        var doors = context.Services.GetServices<SqlDoor>();
        var door = SqlDoor.Find(doors, context.Key, backend)!;
        return door.Open(context, SqlPlace.Of(doors, door, context.Storage));
    }
}
