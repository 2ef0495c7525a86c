using Npgsql;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>
/// Carries word of changes between processes by NOTIFY and LISTEN. It is a hint and no more: who waits reads the log, and where
/// nothing is heard he looks for himself from time to time.
/// </summary>
internal sealed class PostgreSqlFeed : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NotificationSender _sender;
    private readonly NotificationListener _listener;

    /// <param name="connectionString">The store's own; the feed has two connections of its own by it, beside the pool.</param>
    /// <param name="prepares">Whether statements are prepared.</param>
    /// <param name="failed">Hears, once each time, that something could not be told or is not heard any more.</param>
    public PostgreSqlFeed(string connectionString, bool prepares, Action<Exception> failed)
    {
        var me = Guid.NewGuid().ToString("N");
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false });
        _sender = new NotificationSender(_source, me, prepares, failed);
        _listener = new NotificationListener(_source, me, _sender, failed);
    }

    /// <summary>Whether others are heard. Who asks is waiting, so listening begins now if it has not yet.</summary>
    public bool Hears => _listener.Hears;

    /// <summary>Whoever waits in this store is woken from now on.</summary>
    public void Wake(SqlStore store) => (_listener.Told, _listener.ToldAll) = (store.Told, store.ToldAll);

    public void Tell(IReadOnlyList<string> rows) => _sender.Send(rows);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _sender.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }
}
