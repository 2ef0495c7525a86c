using Sessions.Sql;

namespace Sessions.Sqlite;

/// <summary>Settings of a store in SQLite: those that all SQL stores have, and its own.</summary>
public sealed class SqliteStoreOptions : SqlStoreOptions
{
    /// <summary>Whether an answered commit survives a loss of power (<c>synchronous = FULL</c>) and not only the death of the process.</summary>
    /// <value>true</value>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>How long to wait at most while another process writes. From zero on.</summary>
    /// <value>30 seconds</value>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
