using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sessions.TestProcess;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Schema;

/// <summary>An empty database of one engine, for one test.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly DirectoryInfo? _directory;
    private readonly TestDatabase? _database;

    private Engine(string name, string connection, DirectoryInfo? directory, TestDatabase? database) =>
        (Name, Connection, _directory, _database) = (name, connection, directory, database);

    public string Name { get; }

    /// <summary>The connection string; SQLite's path.</summary>
    public string Connection { get; }

    /// <summary>The server's name for it; null for SQLite.</summary>
    public string? Database => _database?.Name;

    public SqlEngine Kind => Name switch
    {
        "sqlite" => SqlEngine.Sqlite,
        "postgres" => SqlEngine.PostgreSql,
        _ => SqlEngine.MySql,
    };

    public static async Task<Engine> CreateAsync(string name)
    {
        if (name == "sqlite")
        {
            var directory = Directory.CreateTempSubdirectory("sessions-schema-");
            return new Engine(name, Path.Combine(directory.FullName, "sessions.db"), directory, null);
        }

        DatabaseServer server = name == "postgres" ? await SharedServers.PostgreSqlAsync() : await SharedServers.MariaDbAsync();
        var database = await server.CreateDatabaseAsync();
        return new Engine(name, database.ConnectionString, null, database);
    }

    public SqlStore Open(bool createTables = true) => SqlTestStores.Open(Name, Connection, new SqlStoreOptions { CreateTables = createTables });

    public async Task ExecuteAsync(params IEnumerable<string> statements)
    {
        await using var connection = await ConnectAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The rows of a query, their columns with a bar between.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string query)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
        }

        return rows;
    }

    public async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = _database is null
            ? new SqliteConnection($"Data Source={Connection}")
            : Name == "postgres" ? new Npgsql.NpgsqlConnection(Connection) : new MySqlTestDataSource(Connection).CreateConnection();
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
            return;
        }

        SqliteConnection.ClearAllPools();
        _directory!.Delete(recursive: true);
    }
}
