using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await DeleteAsync(_entries.Get(key), incarnation, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on to its end, and tells of it, when nobody waits for it any more.</summary>
    private async Task<bool> DeleteAsync(SqlEntry entry, string? incarnation, CancellationToken cancellationToken)
    {
        string? gone = null, doubted = null;
        await TransactAsync(
            async (slot, wasLost) =>
            {
                // A deletion whose outcome was lost was one all the same.
                doubted = wasLost ? gone ?? doubted : doubted;
                gone = doubted;
                if (await Command(slot, _statements.LockAlive, entry.Row).ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is string found && found == (gone ?? incarnation ?? found))
                {
                    gone = found;
                    await DeleteAllAsync(slot, entry.Row).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (gone is not null)
        {
            Removed(entry, gone, RemovalReason.Deleted);
        }

        return gone is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        List<RemovedSession> before = [];
        List<List<RemovedSession>> lost = [];
        try
        {
            var all = await TransactAsync<IReadOnlyList<RemovedSession>>(
                async (slot, wasLost) =>
                {
                    if (wasLost && before.Count > 0 && !rule.DryRun)
                    {
                        lost.Add(before);
                    }

                    var gone = new List<RemovedSession>();
                    foreach (var batch in lost)
                    {
                        gone.AddRange(await AreGoneAsync(slot, batch).ConfigureAwait(false) ? batch : []);
                    }

                    if (gone.Count > 0)
                    {
                        return gone;
                    }

                    Withdraw(before);
                    var taken = before = [];
                    if (rule.Expired)
                    {
                        await TakeReplacedAsync(slot, rule, limit, taken).ConfigureAwait(false);
                    }

                    await TakeDueAsync(slot, rule, limit, taken).ConfigureAwait(false);
                    return taken;
                },
                cancellationToken).ConfigureAwait(false);
            return rule.DryRun ? all : Told(all);
        }
        catch
        {
            Withdraw(before);
            throw;
        }
    }

    /// <summary>They are not gone for the reason that was given, as far as is known.</summary>
    private void Withdraw(List<RemovedSession> taken)
    {
        foreach (var removed in taken)
        {
            _removals.Withdraw(removed.Session.Incarnation);
        }
    }

    /// <summary>
    /// Whether a batch was taken in a transaction whose outcome was lost: all of it or nothing. To hand none of it out would be
    /// never to tell of its expiry; to look at one would take for ours what another process took in between.
    /// </summary>
    private async ValueTask<bool> AreGoneAsync(SqlConnectionSlot slot, List<RemovedSession> taken)
    {
        foreach (var removed in taken)
        {
            if (await slot.Command(_statements.IsThere, SqlKeys.RowOf(removed.Session.Key), removed.Session.Incarnation)
                .ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is not (null or DBNull))
            {
                return false;
            }
        }

        return true;
    }

    private IReadOnlyList<RemovedSession> Told(IReadOnlyList<RemovedSession> taken)
    {
        foreach (var removed in taken)
        {
            Removed(_entries.Get(removed.Session.Key), removed.Session.Incarnation, removed.Reason);
        }

        return taken;
    }

    private void Removed(SqlEntry entry, string incarnation, RemovalReason reason)
    {
        _removals.Add(incarnation, reason);
        if (entry.Known is { } known && known.View.Incarnation == incarnation)
        {
            entry.Known = null;
        }

        entry.Signal();
        Changed?.Invoke([entry.Row]);
    }

    private async ValueTask TakeDueAsync(SqlConnectionSlot slot, CleanupRule rule, int limit, List<RemovedSession> taken)
    {
        if (taken.Count >= limit)
        {
            return;
        }

        // What is over is over by the database's clock, not by what this process makes of it.
        var now = await ReadTimeAsync(slot, CancellationToken.None).ConfigureAwait(false);
        var due = new List<string>();
        var command = slot.Command(
            _statements.Due(rule),
            rule.Partition is null ? null : SqlKeys.SpaceOf(rule.Partition),
            _dialect.Instant(now),
            _dialect.Instant(Before(now, rule.FinishedFor)),
            _dialect.Instant(Before(now, rule.UnusedFor)),
            (long)Math.Min(limit - taken.Count, int.MaxValue));
        var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                due.Add(reader.GetString(0));
            }
        }

        foreach (var some in due.Chunk(SqlStatements.Several))
        {
            var gone = new List<string>(some.Length);
            foreach (var session in await LoadSeveralAsync(slot, some).ConfigureAwait(false))
            {
                // What cannot be read is left as it is; a list says what is wrong with it.
                if (session.View is { } view && rule.Takes(view, now) is { } reason)
                {
                    taken.Add(new RemovedSession(view, reason));
                    gone.Add(SqlKeys.RowOf(session.Key));
                }
            }

            if (!rule.DryRun && gone.Count > 0)
            {
                // First of all the reasons: who waits may look as soon as the transaction ends.
                foreach (var removed in taken.TakeLast(gone.Count))
                {
                    _removals.Add(removed.Session.Incarnation, removed.Reason);
                }

                await RunSeveralAsync(slot, _statements.DeleteSeveral, gone).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<List<SessionRow>> LoadSeveralAsync(SqlConnectionSlot slot, IReadOnlyList<string> rows)
    {
        var reader = await slot.Command(_statements.LoadSeveral, Several(rows)).ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        return await ReadSeveralAsync(reader, CancellationToken.None).ConfigureAwait(false);
    }

    private static async ValueTask RunSeveralAsync(SqlConnectionSlot slot, IReadOnlyList<SqlStatement> statements, IReadOnlyList<string> keys)
    {
        var values = Several(keys);
        foreach (var statement in statements)
        {
            await slot.Command(statement, values).ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Some keys, as many as a statement is about: the last one again for those that are missing.</summary>
    private static object?[] Several(IReadOnlyList<string> keys)
    {
        var values = new object?[SqlStatements.Several];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = keys[Math.Min(i, keys.Count - 1)];
        }

        return values;
    }

    private async ValueTask TakeReplacedAsync(SqlConnectionSlot slot, CleanupRule rule, int limit, List<RemovedSession> taken)
    {
        var command = slot.Command(_statements.Replaced(rule), rule.Partition is null ? null : SqlKeys.SpaceOf(rule.Partition), (long)limit);
        var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                taken.Add(new RemovedSession(ViewReader.Read(new SessionKey("replaced"), reader.GetString(0)), RemovalReason.Expired));
            }
        }

        taken.RemoveAll(removed => ReservedPartitions.IsReserved(removed.Session.Partition) && rule.Partition is null);
        foreach (var some in rule.DryRun ? [] : taken.Select(static removed => removed.Session.Incarnation).Chunk(SqlStatements.Several))
        {
            await RunSeveralAsync(slot, _statements.DropReplaced, some).ConfigureAwait(false);
        }
    }

    /// <summary>Sets an expired session aside and begins the one that takes its id, in one transaction.</summary>
    private async ValueTask ReplaceAsync(SqlWrite write)
    {
        var gone = write.Replaces!;
        var until = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ReplaceOnceAsync(write, gone).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (IsOfDatabase(error))
            {
                switch (Classify(error))
                {
                    case SqlFailure.Unreachable:
                        throw new SqlDoubtException(error);
                    case SqlFailure.Taken:
                        write.Miss();
                        return;
                    default:
                        await AgainAsync(error, attempt, until, CancellationToken.None).ConfigureAwait(false);
                        break;
                }
            }
        }
    }

    private async ValueTask ReplaceOnceAsync(SqlWrite write, SqlKnown gone)
    {
        var written = await TransactOnceAsync(async slot =>
        {
            if (await Command(slot, _statements.LockExpired, write.Row, gone.Revision)
                .ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is null or DBNull)
            {
                return false;
            }

            _removals.Add(gone.View.Incarnation, RemovalReason.Expired);
            await slot.Command(
                _statements.SetAside, gone.View.Incarnation, write.Row, SqlKeys.SpaceOf(gone.View.Partition), SessionColumns.Json(gone.View, includeState: true))
                .ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            await DeleteAllAsync(slot, write.Row).ConfigureAwait(false);
            return await new StatementWriter(_dialect, _statements, _dialect.Runner).WriteAsync(slot, write, null).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (written)
        {
            Changed?.Invoke([write.Row]);
            write.Succeed();
        }
        else
        {
            write.Miss();
        }
    }

    private async ValueTask DeleteAllAsync(SqlConnectionSlot slot, string row)
    {
        foreach (var delete in _statements.DeleteAll)
        {
            await slot.Command(delete, row).ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static long? Before(long now, TimeSpan? age) => age is { } known ? Math.Max(0, now - known.Ticks) : null;
}
