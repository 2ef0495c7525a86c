namespace Sessions.Sql;

/// <summary>What an engine's error means to whoever asked.</summary>
internal enum SqlFailure
{
    /// <summary>Nothing that trying again would mend.</summary>
    Lasting,

    /// <summary>The connection is gone, or was never there: what was sent may have been done, or not.</summary>
    Unreachable,

    /// <summary>The engine undid the transaction, and says to try again: a deadlock, a serialization failure.</summary>
    Undone,

    /// <summary>Somebody else held a lock, or all connections, for too long.</summary>
    Busy,

    /// <summary>The server takes no writes: it is a standby, or was made one while connections to it were open. Nothing was done.</summary>
    ReadOnly,

    /// <summary>There is a row of that key already.</summary>
    Taken,

    /// <summary>The tables are not there.</summary>
    NoTables,
}
