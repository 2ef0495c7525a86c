using System.Data.Common;

namespace Sessions.TestServers;

/// <summary>A database of a test's own. It is dropped when it is disposed of, whoever is connected to it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly DatabaseServer _server;

    internal TestDatabase(DatabaseServer server, string name) => (_server, Name) = (server, name);

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>The connection string over TCP, for this process or another.</summary>
    public string ConnectionString => _server.ConnectionString(Name, socket: false);

    /// <summary>The connection string over the server's socket.</summary>
    public string SocketConnectionString => _server.ConnectionString(Name, socket: true);

    /// <summary>Connects over TCP; the caller disposes of it, and its pooled connections are closed then.</summary>
    public DbDataSource CreateDataSource() => _server.CreateDataSource(ConnectionString);

    /// <summary>Removes everything in it, several times as fast as another database is made: for the facts of one class.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task ClearAsync(CancellationToken cancellationToken = default) => await _server.ClearAsync(Name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsRunning)
        {
            await _server.DropAsync(Name, CancellationToken.None);
        }
    }
}
