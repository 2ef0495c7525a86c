using Sessions.DependencyInjection;

namespace Sessions.Sql.DependencyInjection;

/// <summary>What code said of one kind of database, so that an operator who chooses that kind finds it again.</summary>
internal sealed class SqlDoor
{
    /// <summary>The service key of the registration; null for the one without a key.</summary>
    public required string? Key { get; init; }

    /// <summary>The name by which the kind is chosen.</summary>
    public required string Backend { get; init; }

    /// <summary>Whether it is found by a path, where no connection string is given.</summary>
    public bool TakesPath { get; init; }

    /// <summary>The path that code gave.</summary>
    public string? Path { get; init; }

    /// <summary>The connection string that code gave.</summary>
    public string? Connection { get; init; }

    /// <summary>Says what is wrong with a place; null where nothing is. Never repeats a connection string.</summary>
    public required Func<SqlPlace, string?> Check { get; init; }

    /// <summary>Opens the store.</summary>
    public required Func<SessionStoreContext, SqlPlace, SqlStore> Open { get; init; }

    /// <summary>The one that a registration has for a kind; where it has none, that of another, without the place.</summary>
    public static SqlDoor? Find(IEnumerable<SqlDoor> doors, string? key, string backend)
    {
        SqlDoor[] known = [.. doors.Where(door => string.Equals(door.Backend, backend, StringComparison.OrdinalIgnoreCase))];
        return known.LastOrDefault(door => door.Key == key) ?? (known is [.., var other]
            ? new SqlDoor { Key = key, Backend = backend, TakesPath = other.TakesPath, Check = other.Check, Open = other.Open }
            : null);
    }
}
