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

    /// <summary>Whether the app connects by itself: then there is no other place than that of this registration.</summary>
    public bool HasOwnSource { get; init; }

    /// <summary>Says what is wrong with a place; null where nothing is. Never repeats a connection string.</summary>
    public required Func<SqlPlace, string?> Check { get; init; }

    /// <summary>Opens the store.</summary>
    public required Func<SessionStoreContext, SqlPlace, SqlStore> Open { get; init; }

    /// <summary>
    /// The one that a registration has for a kind; where it has none, that of another, without the place. A data source of another's is a place:
    /// it is nobody else's.
    /// </summary>
    public static SqlDoor? Find(IEnumerable<SqlDoor> doors, string? key, string backend)
    {
        SqlDoor[] known = [.. doors.Where(door => string.Equals(door.Backend, backend, StringComparison.OrdinalIgnoreCase))];
        if (known.LastOrDefault(door => door.Key == key) is { } own)
        {
            return own;
        }

        if (known.LastOrDefault(static door => !door.HasOwnSource) is { } other)
        {
            return new SqlDoor { Key = key, Backend = backend, TakesPath = other.TakesPath, Check = other.Check, Open = other.Open };
        }

        var refusal = $"The store \"{backend}\" is known only by the data source of another registration of this app, which is not shared. "
            + "Give this one its own in code, or choose another store.";
        return known is []
            ? null
            : new SqlDoor { Key = key, Backend = backend, Check = _ => refusal, Open = (_, _) => throw new InvalidOperationException(refusal) };
    }
}
