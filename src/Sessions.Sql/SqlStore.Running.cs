using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <summary>Runs something that changes nothing on a connection, and again where the database was not to be reached.</summary>
    private async ValueTask<T> RunAsync<T>(
        SqlConnections connections, Func<SqlConnectionSlot, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var until = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(connections, work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsOfDatabase(error))
            {
                await AgainAsync(error, attempt, until, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs something in a transaction of its own, with the engine's only writer where there is one.</summary>
    /// <remarks>
    /// What it does must be no harm when it was done already: a transaction whose outcome is lost is run again, and told so. One that
    /// the engine undid is run again too, and nothing of it was done.
    /// </remarks>
    private async ValueTask<T> TransactAsync<T>(Func<SqlConnectionSlot, bool, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var until = Deadline();
        var isInDoubt = false;
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hasBegun = false;
            try
            {
                return _dialect.HasOneWriter
                    ? await _lane.AloneAsync(() => TransactOnceAsync(WorkAsync)).ConfigureAwait(false)
                    : await TransactOnceAsync(WorkAsync).ConfigureAwait(false);
            }
            catch (Exception error) when (IsOfDatabase(error))
            {
                // What came between, and did nothing, leaves in doubt what was.
                isInDoubt |= hasBegun && Classify(error) is SqlFailure.Unreachable;
                await AgainAsync(error, attempt, until, cancellationToken).ConfigureAwait(false);
            }

            ValueTask<T> WorkAsync(SqlConnectionSlot slot)
            {
                var wasLost = isInDoubt;
                (hasBegun, isInDoubt) = (true, false);
                return work(slot, wasLost);
            }
        }
    }

    private async ValueTask<T> TransactOnceAsync<T>(Func<SqlConnectionSlot, ValueTask<T>> work)
    {
        using var alone = ProcessLock is null ? null : await ProcessLock(CancellationToken.None).ConfigureAwait(false);
        return await RunOnceAsync(
            _connections,
            async slot =>
            {
                await slot.Command(_statements.Begin).ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                try
                {
                    var result = await work(slot).ConfigureAwait(false);
                    await slot.Command(_statements.Commit).ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                    TakesWrites();
                    return result;
                }
                catch
                {
                    await slot.TryRollBackAsync().ConfigureAwait(false);
                    throw;
                }
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<T> RunOnceAsync<T>(
        SqlConnections connections, Func<SqlConnectionSlot, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var slot = await connections.RentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(slot).ConfigureAwait(false);
        }
        catch (InvalidOperationException error) when (slot.Connection.State != ConnectionState.Open)
        {
            // A provider that notices only at the next command that the connection is gone takes that for a mistake of its caller's.
            slot.Break();
            throw new IOException("The connection was lost.", error);
        }
        catch (Exception error) when (error is not SessionException)
        {
            if (Classify(error) is SqlFailure.ReadOnly)
            {
                // A pool would give it out again, and the others that the store has may lead to the same server, which falls behind.
                _metReadOnly = true;
                connections.Renew();
                await slot.EndAsync().ConfigureAwait(false);
            }

            // What is not understood may lie with the connection: a statement that the server has forgotten, say.
            if (error is not DbException failure || _dialect.Classify(failure) is not (SqlFailure.Taken or SqlFailure.NoTables or SqlFailure.Busy))
            {
                slot.Break();
            }

            throw;
        }
        finally
        {
            await connections.ReturnAsync(slot).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a group, and says to each member what became of it.</summary>
    private async ValueTask WriteGroupAsync(IReadOnlyList<SqlWrite> group)
    {
        if (group[0].Replaces is not null)
        {
            await ReplaceAsync(group[0]).ConfigureAwait(false);
            return;
        }

        var until = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var written = await WriteOnceAsync(group).ConfigureAwait(false);
                Changed?.Invoke([.. group.Where((member, index) => written[index] && member.Commits.Count > 0).Select(static member => member.Row)]);
                for (var i = 0; i < group.Count; i++)
                {
                    if (written[i])
                    {
                        group[i].Succeed();
                    }
                    else
                    {
                        group[i].Miss();
                    }
                }

                return;
            }
            catch (Exception error) when (IsOfDatabase(error))
            {
                switch (Classify(error))
                {
                    case SqlFailure.Unreachable:
                        throw new SqlDoubtException(error);
                    case SqlFailure.Taken when group.Count == 1:
                        group[0].Miss();
                        return;
                    case SqlFailure.ReadOnly when group.Any(static member => member.IsTouch):
                        // Reading goes on at once where nothing can be written.
                        foreach (var touch in group.Where(static member => member.IsTouch))
                        {
                            touch.Fail(Refusal(error));
                        }

                        group = [.. group.Where(static member => !member.IsTouch)];
                        if (group.Count == 0)
                        {
                            return;
                        }

                        break;
                    case SqlFailure.Undone or SqlFailure.Busy or SqlFailure.ReadOnly:
                        await AgainAsync(error, attempt, until, CancellationToken.None).ConfigureAwait(false);
                        break;
                    case var _ when group.Count > 1:
                        // One of them is the cause; the others are not to suffer for it.
                        await OneByOneAsync(group).ConfigureAwait(false);
                        return;
                    default:
                        throw Refusal(error);
                }
            }
        }
    }

    private async ValueTask OneByOneAsync(IReadOnlyList<SqlWrite> group)
    {
        foreach (var member in group)
        {
            try
            {
                await WriteGroupAsync([member]).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                member.Fail(error);
            }
        }
    }

    private async ValueTask<bool[]> WriteOnceAsync(IReadOnlyList<SqlWrite> group)
    {
        using var alone = ProcessLock is null ? null : await ProcessLock(CancellationToken.None).ConfigureAwait(false);
        return await RunOnceAsync(
            _connections,
            async slot =>
            {
                var written = new bool[group.Count];
                slot.Writer ??= _dialect.NewWriter(_statements);
                await slot.Writer.WriteAsync(slot, group, _clock.Parameter, written, CancellationToken.None).ConfigureAwait(false);
                TakesWrites();
                return written;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Somebody takes writes again: whoever read meanwhile may have done so on a connection to the server that does not.</summary>
    private void TakesWrites()
    {
        if (_metReadOnly)
        {
            _metReadOnly = false;
            _connections.Renew();
        }
    }

    private long Deadline() => Stopwatch.GetTimestamp() + (long)(_options.RetryFor.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Waits before trying again, or refuses where there is no use, or no time left.</summary>
    private async ValueTask AgainAsync(Exception error, int attempt, long until, CancellationToken cancellationToken)
    {
        if (Classify(error) is not (SqlFailure.Unreachable or SqlFailure.Undone or SqlFailure.Busy or SqlFailure.ReadOnly) || Stopwatch.GetTimestamp() >= until)
        {
            throw Refusal(error);
        }

        await Backoff.AfterFailureAsync(attempt, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOfDatabase(Exception error) => error is DbException or SocketException or IOException or TimeoutException;

    private SqlFailure Classify(Exception error) =>
        error is DbException failure ? _dialect.Classify(failure) : SqlFailure.Unreachable;

    private SessionException Refusal(Exception error) => Classify(error) switch
    {
        SqlFailure.NoTables => SqlErrors.NoTables(error),
        SqlFailure.Busy or SqlFailure.Undone => SqlErrors.Busy(error),
        SqlFailure.ReadOnly => SqlErrors.ReadOnly(error),
        SqlFailure.Unreachable => SqlErrors.Unreachable(error),
        _ => SqlErrors.Failed(error),
    };
}
