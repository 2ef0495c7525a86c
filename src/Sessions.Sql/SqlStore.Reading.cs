using System.Data.Common;
using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return Alive(await KnownAsync(_entries.Get(key), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var entry = _entries.Get(key);
        for (var wasHoled = false; ;)
        {
            var known = entry.Known ?? await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
            if (known is null)
            {
                return null;
            }

            var tail = _tails.Find(entry.Row);
            var kept = tail?.TryRead(range);
            var cleared = known.View.TryGetChat(range.Chat, out var chat) ? chat.ClearedThrough : 0;
            var after = Math.Max(range.After, cleared);
            var unless = kept is null ? -1 : tail!.Revision;
            var (looked, messages) = await RunAsync(
                _connections,
                slot => ReadMessagesAsync(slot, entry, range, after, unless, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (looked is not { } place)
            {
                entry.Known = null;
                return null;
            }

            // Nothing was cleared since: what came after the view that is known was only added.
            if (place.Era == known.Era)
            {
                if (kept is not null && tail!.Revision == place.Revision)
                {
                    return kept;
                }

                if (!wasHoled && Holes.IsIn(messages, after, range))
                {
                    wasHoled = true;
                    continue;
                }

                if (range is { FromEnd: true, Before: long.MaxValue }
                    && SqlTail.Of(place.Revision, range.Chat, cleared, messages) is { } read)
                {
                    _tails.Keep(entry.Row, read);
                }

                return messages;
            }

            entry.Known = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var entry = _entries.Get(key);
        var wasHoled = false;
        for (var rows = Math.Max(256L, limit); ; rows *= 4)
        {
            var known = await KnownAsync(entry, cancellationToken).ConfigureAwait(false);
            if (Alive(known) is not { } view)
            {
                return null;
            }

            if (afterVersion >= view.Version)
            {
                return new LogPage(view, [], 0);
            }

            var count = rows;
            var (looked, commits, isHoled) = await RunAsync(
                _connections, slot => ReadLogAsync(slot, entry, afterVersion, limit, count, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (looked?.Era != known!.Era)
            {
                entry.Known = null;
                rows = Math.Max(64L, limit) / 4;
                continue;
            }

            if (isHoled && !wasHoled)
            {
                wasHoled = true;
                rows /= 4;
                continue;
            }

            // Commits that came after the view are for the next page.
            commits.RemoveAll(commit => commit.LastVersion > view.Version);
            if (commits.Count > 0)
            {
                return new LogPage(view, commits, 0);
            }

            if (rows > view.Version)
            {
                if (looked?.Revision != known.Revision)
                {
                    // The database may have lost what it had shown.
                    entry.Known = null;
                    continue;
                }

                throw new SessionDamagedException(
                    key.Id, $"table session_events, session \"{entry.Row}\"", $"Events after version {afterVersion} are missing, of {view.Version}.");
            }
        }
    }

    /// <summary>The session as it is now: what is known of it, if its row was not written since.</summary>
    private async ValueTask<SqlKnown?> KnownAsync(SqlEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Known is not { } known)
        {
            return await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        var looked = await RunAsync(
            _connections,
            async slot =>
            {
                var reader = await Command(slot, _statements.Look, entry.Row).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var disposal = reader.ConfigureAwait(false);
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? Looked(reader) : default(Place?);
            },
            cancellationToken).ConfigureAwait(false);
        if (looked is { } place && known.Revision == place.Revision)
        {
            known.Seen(place.At);
            return known;
        }

        if (looked is null)
        {
            Forget(entry, known);
            return null;
        }

        return await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a whole session, expired or not.</summary>
    private async ValueTask<SqlKnown?> LoadAsync(SqlEntry entry, CancellationToken cancellationToken)
    {
        var known = await RunAsync(
            _connections,
            async slot =>
            {
                var reader = await Command(slot, _statements.Load, entry.Row).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var disposal = reader.ConfigureAwait(false);
                return await ReadWholeAsync(reader, entry.Key, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            entry.Learn(known);
        }

        return known;
    }

    private async ValueTask<SqlKnown?> ReadWholeAsync(DbDataReader reader, SessionKey key, CancellationToken cancellationToken)
    {
        SqlKnown? known = null;
        var state = SortedMap<StateEntry>.Empty;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!reader.IsDBNull(PlaceColumns))
            {
                var place = Looked(reader);
                known = new SqlKnown(ViewReader.Read(key, reader.GetString(PlaceColumns)), place.Revision, place.Era);
                known.Seen(place.At);
            }

            if (!reader.IsDBNull(PlaceColumns + 1))
            {
                state = state.Set(
                    SqlText.Decode(reader.GetString(PlaceColumns + 1)),
                    new StateEntry(
                        ViewReader.Value(reader.GetString(PlaceColumns + 2)),
                        Channels.Of(reader.GetString(PlaceColumns + 3)),
                        _dialect.ReadInstant(reader, PlaceColumns + 4),
                        reader.GetInt64(PlaceColumns + 5)));
            }
        }

        if (known is not null)
        {
            known.View.StateMap = state;
        }

        return known;
    }

    private async ValueTask<(Place? Looked, List<Message> Messages)> ReadMessagesAsync(
        SqlConnectionSlot slot, SqlEntry entry, MessageRange range, long after, long unless, CancellationToken cancellationToken)
    {
        var statement = range.FromEnd ? _statements.NewestMessages : _statements.OldestMessages;
        var command = Command(slot, statement, entry.Row, SqlText.Encode(range.Chat), after, range.Before, Math.Max(range.Limit, 1L), unless);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        Place? looked = null;
        var messages = new List<Message>(Math.Min(range.Limit, 64));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (looked is null && !reader.IsDBNull(0))
            {
                looked = Looked(reader);
            }

            if (!reader.IsDBNull(PlaceColumns))
            {
                messages.Add(EventReading.Message(reader, PlaceColumns, _dialect));
            }
        }

        // No engine promises the order of what was put together.
        messages.Sort(static (left, right) => left.Ordinal.CompareTo(right.Ordinal));
        if (range.Limit == 0)
        {
            messages.Clear();
        }

        return (looked, messages);
    }

    private async ValueTask<(Place? Looked, List<Commit> Commits, bool IsHoled)> ReadLogAsync(
        SqlConnectionSlot slot, SqlEntry entry, long afterVersion, int limit, long rows, CancellationToken cancellationToken)
    {
        var reader = await Command(slot, _statements.Log, entry.Row, afterVersion, rows).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        Place? looked = null;
        var events = new List<EventRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (looked is null && !reader.IsDBNull(0))
            {
                looked = Looked(reader);
            }

            if (!reader.IsDBNull(PlaceColumns))
            {
                events.Add(EventReading.Row(reader, PlaceColumns, _dialect));
            }
        }

        var commits = EventReading.Commits(events, limit);
        return (looked, commits, Holes.IsIn(events, afterVersion));
    }

    private Place Looked(DbDataReader reader)
    {
        var at = _dialect.ReadInstant(reader, 0);
        _clock.Observe(at);
        return new Place(reader.GetInt64(1), reader.GetInt64(2), at);
    }

    /// <summary>A command whose last parameter is the time, where the clock is given.</summary>
    private DbCommand Command(SqlConnectionSlot slot, SqlStatement statement, params ReadOnlySpan<object?> values) =>
        _clock.Parameter is { } now ? slot.Command(statement, [.. values, now]) : slot.Command(statement, values);

    /// <summary>What was just seen, unless it had expired by then.</summary>
    private static Session? Alive(SqlKnown? known) => known is null || known.View.IsExpired(known.SeenAt) ? null : known.View;

    /// <summary>A session that was known is there no more.</summary>
    private static void Forget(SqlEntry entry, SqlKnown known)
    {
        if (ReferenceEquals(entry.Known, known))
        {
            entry.Known = null;
        }

        entry.Signal();
    }

    // How many columns say where a session stands; what was read of it comes behind.
    private const int PlaceColumns = 3;

    private readonly record struct Place(long Revision, long Era, long At);
}
