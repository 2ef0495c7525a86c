namespace Sessions.Stores.FileSystem;

/// <summary>
/// Brings the projections of a session up to date with its log. Runs of one session exclude each other in all processes by a
/// lock of the projections' own, so that writers never wait for a projector, however much it has to write.
/// </summary>
internal sealed class SessionProjection(FileSystemLayout layout, HistoryRoot history, IProjectionSource source, bool symbolicLinks) : IDisposable
{
    private const int PageSize = 256;

    private readonly Files.FileLockSet _locks = Files.FileLockSet.Open(layout.ProjectionLocks);

    // Noted in every mark: links made for a history elsewhere are made anew.
    private readonly string _way = Path.GetRelativePath(RealPath.Of(layout.Root), history.Path);

    /// <summary>Whether the session's folder looks as it was left by the last run, in any process.</summary>
    public bool IsCurrent(string folder)
    {
        var paths = new ProjectionPaths(folder);
        return ProjectionPlan.IsCurrent(paths, ProjectionMark.Read(paths.Mark), source.LogLength(folder), _way);
    }

    /// <summary>Whose folder it is, by its log or, where that is gone, by what is left beside it; null for a folder that is nobody's.</summary>
    public SessionKey? FindKey(string folder) =>
        source.KeyOf(folder)
        ?? (ProjectionMark.Read(new ProjectionPaths(folder).Mark) is { Key: var key } && layout.FolderOf(key) == folder ? key : null);

    /// <summary>Writes what is missing; does nothing where the session is gone.</summary>
    public async ValueTask RunAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var hold = await _locks.AcquireAsync(Files.StripeHash.StripeOf(key.Partition, key.Id), cancellationToken).ConfigureAwait(false);
        var paths = new ProjectionPaths(layout.FolderOf(key));

        // Before the view is read: a record that comes between is then seen as not yet projected, instead of never.
        var logLength = source.LogLength(paths.Folder);
        if (await source.FindStoredAsync(key, cancellationToken).ConfigureAwait(false) is not { } view)
        {
            await source.RemoveFolderAsync(key, everything: false, cancellationToken).ConfigureAwait(false);
            return;
        }

        var mark = ProjectionMark.Read(paths.Mark);
        var plan = ProjectionPlan.Make(paths, mark, view, logLength, _way);
        if (!plan.Mark)
        {
            return;
        }

        using var run = new ProjectionRun(paths, plan, mark, view, history, symbolicLinks);
        if (await ReadAsync(run, plan.From, view, cancellationToken).ConfigureAwait(false))
        {
            run.Complete(logLength, _way);
        }
    }

    /// <summary>Removes the folder of a session that is gone, with all that is in it. What links point at stays.</summary>
    public async ValueTask RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var hold = await _locks.AcquireAsync(Files.StripeHash.StripeOf(key.Partition, key.Id), cancellationToken).ConfigureAwait(false);
        await source.RemoveFolderAsync(key, everything: true, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _locks.Dispose();

    /// <returns>Whether all was read; false when the session went away or became another one meanwhile.</returns>
    private async ValueTask<bool> ReadAsync(ProjectionRun run, long from, Session view, CancellationToken cancellationToken)
    {
        while (from < view.Version)
        {
            var page = await source.ReadLogAsync(view.Key, from, PageSize, cancellationToken).ConfigureAwait(false);
            if (page is null || page.Session.Incarnation != view.Incarnation)
            {
                return false;
            }

            foreach (var commit in page.Commits)
            {
                run.Add(commit);
            }

            if (page.Commits.Count == 0)
            {
                return true;
            }

            from = page.Commits[^1].LastVersion;
        }

        return true;
    }
}
