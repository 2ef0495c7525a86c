namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    /// <summary>Used under the catalog's lock.</summary>
    private readonly CatalogLines _marking = new();

    /// <inheritdoc/>
    public ValueTask<CatalogChange> BeforeCommitAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _own.Begin(key, out var change)
            ? new ValueTask<CatalogChange>(new CatalogChange(change, _own))
            : AnnounceAsync(change, cancellationToken);
    }

    /// <inheritdoc/>
    public void Changed(Session view) => _own.Tell(view);

    /// <inheritdoc/>
    public void Removed(SessionKey key, string incarnation) => _own.TellGone(key, incarnation);

    private async ValueTask<CatalogChange> AnnounceAsync(OwnChange change, CancellationToken cancellationToken)
    {
        try
        {
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
            EnsureCurrent();
            if (!change.IsMarked)
            {
                _marking.Clear();
                _marking.Mark(change.Key, _writer);
                _appender.Append(_marking.Bytes);
                lock (change)
                {
                    change.IsMarked = true;
                }
            }

            return new CatalogChange(change, _own);
        }
        catch
        {
            _own.End(change);
            throw;
        }
    }
}
