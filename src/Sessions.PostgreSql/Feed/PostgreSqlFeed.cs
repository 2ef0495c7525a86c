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
    private readonly bool _ownsSource;
    private readonly NotificationSender _sender;
    private readonly NotificationListener _listener;

    /// <param name="source">Gives the feed the two connections that it has.</param>
    /// <param name="ownsSource">Whether the source is disposed of with the feed.</param>
    /// <param name="prepares">Whether statements are prepared.</param>
    /// <param name="failed">Hears, once each time, that something could not be told or is not heard any more.</param>
    public PostgreSqlFeed(NpgsqlDataSource source, bool ownsSource, bool prepares, Action<Exception> failed)
    {
        var me = Guid.NewGuid().ToString("N");
        (_source, _ownsSource) = (source, ownsSource);
        _sender = new NotificationSender(_source, me, prepares, failed);
        _listener = new NotificationListener(_source, !ownsSource, me, _sender, failed);
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
        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
