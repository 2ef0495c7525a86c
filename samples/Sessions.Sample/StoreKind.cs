namespace Sessions.Sample;

/// <summary>The stores that the command line can name.</summary>
internal enum StoreKind
{
    /// <summary>In the memory of this process.</summary>
    Memory,

    /// <summary>One readable file a session.</summary>
    Jsonl,

    /// <summary>The same, beside folders to look at.</summary>
    FileSystem,

    /// <summary>One SQLite database in a file.</summary>
    Sqlite,

    /// <summary>A database of PostgreSQL.</summary>
    Postgres,

    /// <summary>A database of MySQL or MariaDB.</summary>
    MySql,
}
