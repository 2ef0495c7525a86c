using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Testing;

namespace Sessions.Sql.Tests.Conformance;

#pragma warning disable CA1001 // It is disposed of at the end of each fact.
public class SqliteMemoryConformance : SharedStoreConformance
#pragma warning restore CA1001
{
    private readonly string _connection = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";

    // The database is there for as long as somebody is connected to it.
    private SqliteConnection? _anchor;

    protected override int LongHistory => 10_000;

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        if (_anchor is null)
        {
            var connection = new SqliteConnection(_connection);
            connection.Open();
            _anchor = connection;
        }

        return new(SqliteStores.Open(_connection, time: time));
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (_anchor is not null)
        {
            await _anchor.DisposeAsync();
        }
    }
}
