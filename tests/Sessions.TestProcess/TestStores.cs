using Sessions.PostgreSql;
using Sessions.Sql;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;
using Sessions.Stores.Jsonl;
using Sessions.TestServers;

namespace Sessions.TestProcess;

/// <summary>Opens a store by its kind, for the tests and for the processes that they start.</summary>
internal static class TestStores
{
    // A server that is made to crash may take its time to come back, where the disk is slow.
    private static readonly SqlStoreOptions s_patient = new() { RetryFor = TimeSpan.FromMinutes(5) };

    /// <summary>The history root that belongs to a store's directory.</summary>
    public static string HistoryOf(string directory) => directory + "-history";

    /// <summary>Opens a store in a directory, or in the database of a connection string.</summary>
    /// <remarks>What compaction leaves behind here is the whole log, so that all of it can be held against what was answered.</remarks>
    public static ISessionStore Open(string kind, string directory, TimeProvider? time = null) => kind switch
    {
        "memory" => new InMemoryStore(new InMemoryStoreOptions { TailCapacity = int.MaxValue }, time),
        "jsonl" => new JsonlStore(directory, new JsonlStoreOptions { HorizonVersions = int.MaxValue }, time),
        "filesystem" => new FileSystemStore(directory, HistoryOf(directory), new FileSystemStoreOptions { HorizonVersions = int.MaxValue }, time),
        "sqlite" => OpenSqlite(Path.Combine(directory, "sessions.db"), time),
        "postgres" => PostgreSqlStores.Open(directory, s_patient, time),
        "mysql" => new SqlStore(new MySqlTestDataSource(directory), SqlEngine.MySql, s_patient, time),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of store."),
    };

    /// <summary>A store that keeps hardly any log open, and of which compaction leaves as little as it can.</summary>
    public static ISessionStore OpenShrinking(string kind, string directory, bool flush) => kind switch
    {
        "jsonl" => new JsonlStore(directory, new JsonlStoreOptions { HorizonVersions = 5, MaxOpenSessions = 1, FlushToDisk = flush }),
        "filesystem" => new FileSystemStore(
            directory, HistoryOf(directory), new FileSystemStoreOptions { HorizonVersions = 5, MaxOpenSessions = 1, FlushToDisk = flush }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of store."),
    };

    private static SqlStore OpenSqlite(string path, TimeProvider? time)
    {
        SQLitePCL.Batteries_V2.Init();
        return SqliteStores.Open(path, time: time);
    }
}
