namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    public ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, in CommitOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        var announced = Catalog.BeforeCommitAsync(key, cancellationToken);
        return announced.IsCompletedSuccessfully
            ? Commit(key, CommitOperation.Take(decide, options, announced.Result), cancellationToken)
            : CommitLaterAsync(announced, key, decide, options, cancellationToken);
    }

    public async ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        var operation = new UseOperation(use, Catalog);
        if (use is not (SessionUse.Release or SessionUse.ForceRelease))
        {
            return await StartAsync().ConfigureAwait(false);
        }

        // The end of a lease may shorten the session's life, which a cleanup has to hear of.
        using var change = await AnnounceAsync(key, cancellationToken).ConfigureAwait(false);
        return await StartAsync().ConfigureAwait(false);

        ValueTask<Session?> StartAsync()
        {
            Start(key, operation);
            return operation.AsTask(cancellationToken);
        }
    }

    public async ValueTask<Session> ImportAsync(SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken)
    {
        ImportRules.Check(key, commits);
        Commit[] copy = [.. commits];
        using var change = await AnnounceAsync(key, cancellationToken).ConfigureAwait(false);
        var view = await RunAsync(
            key, (SessionLog log, ref LogBatch batch) => log.Import(ref batch, copy), cancellationToken).ConfigureAwait(false);
        change.Changed(view);
        return view;
    }

    public async ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation, CancellationToken cancellationToken)
    {
        using var change = await AnnounceAsync(key, cancellationToken).ConfigureAwait(false);
        return await RunAsync(key, Delete, cancellationToken).ConfigureAwait(false);

        bool Delete(SessionLog log, ref LogBatch batch)
        {
            if (batch.View is not { } view || view.IsExpired(Now) || (incarnation is not null && incarnation != view.Incarnation))
            {
                return false;
            }

            log.Remove(ref batch, RemovalReason.Deleted);
            return true;
        }
    }

    private ValueTask<CommitResult> Commit(SessionKey key, CommitOperation operation, CancellationToken cancellationToken)
    {
        Start(key, operation);
        return operation.IsCompleted ? operation.Return() : operation.AsTask(cancellationToken);
    }

    private async ValueTask<CommitResult> CommitLaterAsync(
        ValueTask<CatalogChange> announced, SessionKey key, CommitDecision decide, CommitOptions options, CancellationToken cancellationToken)
    {
        CatalogChange change;
        try
        {
            change = await announced.ConfigureAwait(false);
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            throw LogErrors.Translate(error, Layout.Root);
        }

        return await Commit(key, CommitOperation.Take(decide, options, change), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CatalogChange> AnnounceAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return await Catalog.BeforeCommitAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            throw LogErrors.Translate(error, Layout.Root);
        }
    }
}
