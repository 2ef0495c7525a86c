using System.Data;
using System.Data.Common;
using MySql.Data.MySqlClient;

namespace Sessions.TestServers;

/// <summary>
/// A data source over MySql.Data, which is older than data sources are, and than the name <c>utf8mb3</c>: the driver asks for
/// results as they are stored and fails at warnings and at the server's own tables, which are stored so.
/// </summary>
public sealed class MySqlTestDataSource : DbDataSource
{
    /// <summary>Makes one; the driver pools connections by their connection string.</summary>
    /// <param name="connectionString">The connection string, as the driver has it.</param>
    public MySqlTestDataSource(string connectionString) => ConnectionString = connectionString;

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        var connection = MySqlClientFactory.Instance.CreateConnection();
        connection.ConnectionString = ConnectionString;
        connection.StateChange += static (sender, change) => AskForUtf8((MySqlConnection)sender, change);
        return connection;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ClosePooled();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        ClosePooled();
        return base.DisposeAsyncCore();
    }

    private static void AskForUtf8(MySqlConnection connection, StateChangeEventArgs change)
    {
        if (change.CurrentState == ConnectionState.Open)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SET character_set_results = utf8mb4";
            command.ExecuteNonQuery();
        }
    }

    private void ClosePooled()
    {
        using var connection = (MySqlConnection)CreateDbConnection();
        MySqlConnection.ClearPool(connection);
    }
}
