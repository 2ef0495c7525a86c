using System.Data.Common;

namespace Sessions.Sql;

/// <summary>Settings of <see cref="SqlStore"/>, on whatever engine.</summary>
public class SqlStoreOptions
{
    /// <summary>Whether tables are created, and brought to this version, when the store is first used. Otherwise call <see cref="SqlStore.MigrateAsync"/>, or run what <see cref="SqlStore.GetSchemaScript"/> prints.</summary>
    /// <value>true</value>
    public bool CreateTables { get; set; } = true;

    /// <summary>How many connections the store keeps open at the most; one of them writes at a time on SQLite, two elsewhere. One or more.</summary>
    /// <value>8</value>
    public int MaxConnections { get; set; } = 8;

    /// <summary>How many sessions' views are kept in memory, so that a commit on one needs no reading first. One or more.</summary>
    /// <value>10,000</value>
    public int MaxCachedSessions { get; set; } = 10_000;

    /// <summary>
    /// How much memory the newest messages of sessions that were read may take, in bytes, roughly: while a session was not written
    /// since, its newest messages are read from there, and the database says only that it was not. Zero keeps none.
    /// </summary>
    /// <value>64 MiB</value>
    public long MessageCacheSize { get; set; } = 64L << 20;

    /// <summary>For how long a call goes on trying while the database cannot be reached, before it is refused; zero does not try again.</summary>
    /// <value>30 seconds</value>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether statements are prepared on the server. Turn it off behind a pooler that shares connections between transactions.</summary>
    /// <value>true</value>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>How long an idle watcher may wait before it looks again whether another process has changed its session: at least 5 milliseconds.</summary>
    /// <value>100 milliseconds</value>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A replica that answers lists, counts and the search for an invocation, a little behind; null has the database itself answer.</summary>
    /// <value>null</value>
    public DbDataSource? QueryDataSource { get; set; }
}
