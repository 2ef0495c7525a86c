using System.Data.Common;
using Sessions.Sql;
using Sessions.Sql.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in MySQL or MariaDB, through whatever provider the app brings.</summary>
public static class MySqlSessionsBuilderExtensions
{
    private const string Backend = "mysql";
    private const string Example = "\"Server=db;Database=sessions;User ID=app;Password=…\"";

    /// <summary>Keeps sessions in a database that is connected to by a connection string.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="provider">The provider, such as <c>MySqlConnectorFactory.Instance</c>.</param>
    /// <param name="connectionString">
    /// The connection string, as the provider has it. Configuration and the environment may replace it; left out, one of them
    /// gives it. It is never logged.
    /// </param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseMySql(
        this ISessionsBuilder builder, DbProviderFactory provider, string? connectionString = null, Action<SqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);
        return SqlDoors.Use(
            builder,
            new SqlDoor
            {
                Key = builder.Key,
                Backend = Backend,
                Connection = connectionString,
                Check = place => SqlDoors.CheckConnection(place, nameof(UseMySql), Example, provider.CreateConnectionStringBuilder()),
                Open = (context, place) => new SqlStore(
                    provider.CreateDataSource(place.Connection!), new MySqlDialect(), SqlDoors.Options<SqlStoreOptions>(context), context.Time, ownsSource: true),
            },
            configure);
    }

    /// <summary>Keeps sessions in a database that the app connects to by itself: no connection string of the settings counts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="source">Finds the data source, as a rule among the services; whoever made it disposes of it.</param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseMySql(
        this ISessionsBuilder builder, Func<IServiceProvider, DbDataSource> source, Action<SqlStoreOptions>? configure = null)
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
                Open = (context, _) => new SqlStore(
                    source(context.Services), SqlEngine.MySql, SqlDoors.Options<SqlStoreOptions>(context), context.Time),
            },
            configure);
    }
}
