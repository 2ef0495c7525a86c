using Npgsql;
using Sessions.PostgreSql;
using Sessions.Stores;
using Sessions.Testing;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>Without waiting for the disk, for which the tests that kill processes and servers wait.</summary>
[RequiresPostgreSql]
public sealed class PostgreSqlConformance : SharedStoreConformance
{
    private static readonly Lazy<Task<TestDatabase>> Database = new(async () => await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync());

    private readonly string _schema = $"f{Guid.NewGuid():N}";
    private string? _connection;

    protected override int LongHistory => 10_000;

    protected override async ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        if (_connection is null)
        {
            var database = await Database.Value;
            _connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = _schema, MaxPoolSize = 16, Options = "-c synchronous_commit=off" }.ConnectionString;
            await RunAsync($"CREATE SCHEMA {_schema}");
        }

        return PostgreSqlStores.Open(_connection, time: time);
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (_connection is not null)
        {
            await RunAsync($"DROP SCHEMA {_schema} CASCADE");
        }
    }

    private static async Task RunAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create((await Database.Value).ConnectionString);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
