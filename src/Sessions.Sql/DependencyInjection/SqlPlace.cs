using Microsoft.Extensions.Options;

namespace Sessions.Sql.DependencyInjection;

/// <summary>Where a database is to be found, once code, configuration and the environment have spoken.</summary>
/// <param name="Path">The path.</param>
/// <param name="Connection">The connection string; null where nobody gave one.</param>
/// <param name="PathLabel">Whence the path came, for messages.</param>
/// <param name="ConnectionLabel">Whence the connection string came, for messages.</param>
internal sealed record SqlPlace(string Path, string? Connection, string PathLabel, string ConnectionLabel)
{
    /// <summary>
    /// What came from outside counts. Where an operator chose the kind but not the place, the place is the one that code gave with
    /// that kind, and never one that code gave with another.
    /// </summary>
    public static SqlPlace Of(IEnumerable<SqlDoor> doors, SqlDoor door, SessionsStorageOptions storage)
    {
        var codeChose = storage.Origin.NameOf(nameof(storage.Backend)) is null;
        var pathFrom = storage.Origin.NameOf(nameof(storage.Path));
        var connectionFrom = storage.Origin.NameOf(nameof(storage.Connection));
        var path = codeChose || pathFrom is not null ? storage.Path : door.Path ?? storage.Path;
        var connection = codeChose || connectionFrom is not null
            ? storage.Connection
            : door.Connection ?? (doors.Any(other => other.Connection == storage.Connection) ? null : storage.Connection);

        // A path that an operator gives is meant, also where code connects in another way.
        return new SqlPlace(
            path,
            door.TakesPath && pathFrom is not null && connectionFrom is null ? null : connection,
            pathFrom ?? $"{nameof(SessionsStorageOptions)}.{nameof(storage.Path)}",
            connectionFrom ?? $"{nameof(SessionsStorageOptions)}.{nameof(storage.Connection)}");
    }

    /// <summary>The name of a registration's options.</summary>
    public static string NameOf(string? key) => key ?? Options.DefaultName;
}
