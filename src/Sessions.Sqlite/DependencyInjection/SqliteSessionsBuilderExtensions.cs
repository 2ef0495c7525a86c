using Microsoft.Data.Sqlite;
using Sessions.Sql.DependencyInjection;
using Sessions.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in SQLite.</summary>
public static class SqliteSessionsBuilderExtensions
{
    private const string Example = "\"Data Source=sessions.db\"";

    /// <summary>Keeps sessions in a SQLite database, which any number of processes of one machine can share.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">
    /// The database's file, or the directory of a file <c>sessions.db</c>; that in <c>.sessions</c> when left out. A text with an
    /// equals sign in it is a connection string, and one that begins with <c>file:</c> an address of SQLite's. Configuration and the environment may replace it.
    /// </param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseSqlite(
        this ISessionsBuilder builder, string? path = null, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var isConnection = path is not null && SqliteAddress.IsConnectionString(path);
        return SqlDoors.Use(
            builder,
            new SqlDoor
            {
                Key = builder.Key,
                Backend = "sqlite",
                TakesPath = true,
                Path = isConnection ? null : path,
                Connection = isConnection ? path : null,
                Check = Check,
                Open = static (context, place) => SqliteStores.Open(
                    Connection(place), SqlDoors.Options<SqliteStoreOptions>(context), context.Time),
            },
            configure);
    }

    private static SqliteConnectionStringBuilder Connection(SqlPlace place) =>
        string.IsNullOrWhiteSpace(place.Connection) ? SqliteAddress.OfPath(place.Path) : SqliteAddress.OfConnection(place.Connection);

    private static string? Check(SqlPlace place)
    {
        var isPath = string.IsNullOrWhiteSpace(place.Connection);
        if (!isPath && SqlDoors.CheckConnection(place, nameof(UseSqlite), Example, new SqliteConnectionStringBuilder()) is { } failure)
        {
            return failure;
        }

        try
        {
            Connection(place);
            return null;
        }
        catch (ArgumentException error)
        {
            return $"{(isPath ? place.PathLabel : place.ConnectionLabel)} cannot be used: {error.Message}";
        }
    }
}
