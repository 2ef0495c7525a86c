namespace Sessions.Testing;

/// <summary>A kind of call to a store, as <see cref="FaultInjectingStore"/> tells them apart.</summary>
public enum StoreCall
{
    /// <summary>A commit.</summary>
    Commit,

    /// <summary>A touch.</summary>
    Touch,

    /// <summary>A lease is asked for.</summary>
    Acquire,

    /// <summary>A lease is renewed.</summary>
    Renew,

    /// <summary>A lease is given back, or taken away.</summary>
    Release,

    /// <summary>A view is read.</summary>
    Find,

    /// <summary>The log is read.</summary>
    ReadLog,

    /// <summary>Messages are read.</summary>
    ReadMessages,

    /// <summary>Sessions are listed, counted, or found by an invocation.</summary>
    Query,

    /// <summary>A session is deleted.</summary>
    Delete,

    /// <summary>Cleanup takes a batch.</summary>
    Take,

    /// <summary>Commits are imported.</summary>
    Import,

    /// <summary>Somebody waits for a change.</summary>
    Wait,
}
