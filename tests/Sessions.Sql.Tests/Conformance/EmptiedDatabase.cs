using System.Data.Common;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>
/// One database for the facts of one class, which run one after the other. Its tables are made once, since that takes several times
/// as long as most facts do, and each fact finds them empty.
/// </summary>
/// <param name="create">Makes the database.</param>
/// <param name="connect">Connects to it, for as long as the tests run.</param>
/// <param name="dialect">What is at the other end.</param>
internal sealed class EmptiedDatabase(Func<Task<TestDatabase>> create, Func<TestDatabase, DbDataSource> connect, SqlDialect dialect)
{
    private static readonly string DeleteAll = string.Join("; ", SqlMigrations.Tables.Select(table => $"DELETE FROM {table.Name}"));

    private TestDatabase? _database;
    private DbDataSource? _source;

    /// <summary>Removes what the fact before has left: at the beginning of a fact, so that one that fails does not fail others.</summary>
    public async Task<(TestDatabase Database, DbDataSource Source)> EmptyAsync()
    {
        if (_database is null || _source is null)
        {
            _database = await create();
            _source = connect(_database);
            await using var store = new SqlStore(_source, dialect, new SqlStoreOptions(), null, ownsSource: false);
            await store.MigrateAsync();
        }
        else
        {
            await using var command = _source.CreateCommand(DeleteAll);
            await command.ExecuteNonQueryAsync();
        }

        return (_database, _source);
    }
}
