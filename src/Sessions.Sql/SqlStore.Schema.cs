
namespace Sessions.Sql;

public sealed partial class SqlStore
{
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isReady;

    /// <summary>The script that makes the tables, for administrators who run it themselves: every step from the first, in one piece.</summary>
    /// <param name="engine">For which engine.</param>
    public static string GetSchemaScript(SqlEngine engine) => SqlSchema.Script(SqlDialect.Of(engine));

    /// <summary>Makes the tables, or brings them to this version. Any number of processes may call it at once, and as often as they like.</summary>
    /// <exception cref="SessionStoreNotReadyException">The tables are of a newer version than this one knows.</exception>
    /// <exception cref="SessionStoreUnavailableException">The database cannot be reached, or refuses.</exception>
    public async ValueTask MigrateAsync(CancellationToken cancellationToken = default) => await PrepareAsync(
        static (schema, slot, token) => schema.MigrateAsync(slot, token), cancellationToken).ConfigureAwait(false);

    /// <summary>Sees to the tables before the first call.</summary>
    internal async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_isReady)
        {
            return;
        }

        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isReady)
            {
                return;
            }

            await PrepareAsync(
                _options.CreateTables
                    ? static (schema, slot, token) => schema.MigrateAsync(slot, token)
                    : static (schema, slot, token) => schema.CheckAsync(slot, token),
                cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async ValueTask PrepareAsync(Func<SqlSchema, SqlConnectionSlot, CancellationToken, ValueTask> prepare, CancellationToken cancellationToken)
    {
        // Before the connection, as whoever writes takes them: where there is one only, each would wait for the other.
        using var alone = ProcessLock is null ? null : await ProcessLock(cancellationToken).ConfigureAwait(false);
        await RunAsync(
            _connections,
            async slot =>
            {
                await prepare(new SqlSchema(_dialect), slot, cancellationToken).ConfigureAwait(false);
                _ = await ReadTimeAsync(slot, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks what time it is.</summary>
    private async ValueTask<long> ReadTimeAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        var reader = await Command(slot, _statements.Time).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = _dialect.ReadInstant(reader, 0);
        _clock.Observe(now);
        return now;
    }
}
