using System.Data.Common;
using MySql.Data.MySqlClient;

namespace Sessions.TestServers;

/// <summary>A data source over MySql.Data, which is older than data sources are.</summary>
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

    private void ClosePooled()
    {
        using var connection = (MySqlConnection)CreateDbConnection();
        MySqlConnection.ClearPool(connection);
    }
}
