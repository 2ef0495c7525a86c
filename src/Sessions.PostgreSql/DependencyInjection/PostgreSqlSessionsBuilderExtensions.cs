using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sessions.DependencyInjection;
using Sessions.PostgreSql;
using Sessions.Sql.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in PostgreSQL.</summary>
public static class PostgreSqlSessionsBuilderExtensions
{
    private const string Backend = "postgres";
    private const string Example = "\"Host=db;Database=sessions;Username=app;Password=…\"";

    /// <summary>Keeps sessions in a database of PostgreSQL, which any number of machines can share.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">
    /// The connection string, as Npgsql has it. Configuration and the environment may replace it; left out, one of them gives
    /// it. It is never logged.
    /// </param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UsePostgreSql(
        this ISessionsBuilder builder, string? connectionString = null, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return SqlDoors.Use(
            builder,
            new SqlDoor
            {
                Key = builder.Key,
                Backend = Backend,
                Connection = connectionString,
                Check = static place => SqlDoors.CheckConnection(place, nameof(UsePostgreSql), Example, new NpgsqlConnectionStringBuilder()),
                Open = static (context, place) => PostgreSqlStores.Open(
                    place.Connection!, SqlDoors.Options<PostgreSqlStoreOptions>(context), context.Time, LoggerOf(context)),
            },
            configure);
    }

    /// <summary>Keeps sessions in a database that the app connects to by itself: no connection string of the settings counts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="source">
    /// Finds the data source, as a rule among the services (<c>services => services.GetRequiredService&lt;NpgsqlDataSource&gt;()</c>); whoever made
    /// it disposes of it. It leads to a server that can be written to, and does not multiplex.
    /// </param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UsePostgreSql(
        this ISessionsBuilder builder, Func<IServiceProvider, NpgsqlDataSource> source, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return SqlDoors.Use(
            builder,
            new SqlDoor
            {
                Key = builder.Key,
                Backend = Backend,
                HasOwnSource = true,
                Check = static _ => null,
                Open = (context, _) => PostgreSqlStores.Open(
                    source(context.Services), SqlDoors.Options<PostgreSqlStoreOptions>(context), context.Time, LoggerOf(context)),
            },
            configure);
    }

    private static ILogger LoggerOf(SessionStoreContext context) =>
        context.Services.GetService<ILoggerFactory>()?.CreateLogger("Sessions.Stores") ?? NullLogger.Instance;
}
