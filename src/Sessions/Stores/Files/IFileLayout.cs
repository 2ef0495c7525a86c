namespace Sessions.Stores.Files;

/// <summary>Where a file store keeps what. The engine knows no path but those that come from here.</summary>
internal interface IFileLayout
{
    /// <summary>The store's directory.</summary>
    string Root { get; }

    /// <summary>The log of a session: the first generation, at which whoever opens it begins.</summary>
    string LogOf(SessionKey key);

    /// <summary>Where an expired log goes whose id was taken again, until cleanup has told of it.</summary>
    string ExpiredLogOf(SessionKey key, string incarnation);

    /// <summary>The directory of those.</summary>
    string ExpiredDirectory { get; }

    /// <summary>The directory of the index of invocations.</summary>
    string IndexDirectory { get; }

    /// <summary>All first generations, in no order.</summary>
    IEnumerable<string> Logs();
}
