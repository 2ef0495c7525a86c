using Sessions.Sql.Tests.Schema;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>What a database held at one moment, to which it can be taken back.</summary>
internal sealed class SavedTables
{
    private static readonly SqlTable[] Tables =
        [SqlTables.Sessions, SqlTables.Events, SqlTables.State, SqlTables.Metadata, SqlTables.Tags, SqlTables.Channels];

    private readonly Engine _database;

    private SavedTables(Engine database) => _database = database;

    public static async Task<SavedTables> SaveAsync(Engine database)
    {
        await database.ExecuteAsync(Tables.SelectMany(table => new[]
        {
            $"DROP TABLE IF EXISTS saved_{table.Name}",
            $"CREATE TABLE saved_{table.Name} AS SELECT {Columns(table, database)} FROM {table.Name}",
        }));
        return new SavedTables(database);
    }

    /// <summary>What was written since is gone, as after a crash or a change to a replica that was behind.</summary>
    public Task RestoreAsync() => _database.ExecuteAsync(
    [
        "BEGIN",
        .. Tables.SelectMany(table => new[]
        {
            $"DELETE FROM {table.Name}",
            $"INSERT INTO {table.Name} ({Columns(table, _database)}) SELECT {Columns(table, _database)} FROM saved_{table.Name}",
        }),
        "COMMIT",
    ]);

    private static string Columns(SqlTable table, Engine database) =>
        string.Join(", ", table.Columns.Concat(database.Name == "mysql" ? [] : table.Rough).Select(static column => column.Name));
}
