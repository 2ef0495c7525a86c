using System.Diagnostics;
using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        ImportRules.Check(key, commits);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var entry = _entries.Get(key);
        var until = Deadline();
        SqlWrite? inDoubt = null;
        SqlDoubtException? doubt = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
            if (inDoubt is not null && await WasWrittenAsync(inDoubt, known).ConfigureAwait(false))
            {
                if (!await IsDurableAsync(entry, known!, doubt).ConfigureAwait(false))
                {
                    await Backoff.AfterMissAsync(until).ConfigureAwait(false);
                    continue;
                }

                Published(entry, inDoubt);
                Changed?.Invoke([entry.Row]);
                return inDoubt.View;
            }

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
                if (await WriteAsync(write).ConfigureAwait(false))
                {
                    entry.Learn(write.After);
                    Published(entry, write);
                    return view!;
                }

                await Backoff.AfterMissAsync(until).ConfigureAwait(false);
            }
            catch (SqlDoubtException error)
            {
                if (Stopwatch.GetTimestamp() >= until)
                {
                    throw Refusal(error.InnerException!);
                }

                (doubt, inDoubt) = (error, write);
            }
            catch (SessionException) when (doubt is not null)
            {
                throw Refusal(doubt.InnerException!);
            }
        }
    }

    private async ValueTask<bool> WriteAsync(SqlWrite write)
    {
        try
        {
            return await _lane.WriteAsync(write).ConfigureAwait(false);
        }
        finally
        {
            // What the caller does next is not for the thread that has others to tell.
            await Task.Yield();
        }
    }
}
