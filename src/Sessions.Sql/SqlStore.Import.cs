using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        ImportRules.Check(commits);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var entry = _entries.Get(key);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
            if (Alive(known) is not null)
            {
                throw new SessionAlreadyExistsException(key.Id);
            }

            Session? view = null;
            foreach (var commit in commits)
            {
                view = Fold.Apply(key, view, commit);
            }

            var write = new SqlWrite(entry.Row, null, view!, commits) { Replaces = known };
            try
            {
                if (await _lane.WriteAsync(write).ConfigureAwait(false))
                {
                    entry.Learn(write.After);
                    entry.Signal();
                    return view!;
                }
            }
            catch (SqlDoubtException)
            {
                if (await WasWrittenAsync(write, await LoadAsync(entry, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))
                {
                    return view!;
                }
            }
        }
    }
}
