using System.Data.Common;
using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        SessionPager.Check(query);
        var after = SessionCursor.Parse(query);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var sql = new SqlQuery(_dialect, _clock);
        sql.Page(query, after);
        var found = await RunAsync(
            _queries,
            async slot =>
            {
                var command = sql.Command(slot);
                await using var disposal = command.ConfigureAwait(false);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var closing = reader.ConfigureAwait(false);
                return await ReadSeveralAsync(reader, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        found.Sort((left, right) => SessionCursor.Compare(left.OrderIn(query.Order), right.OrderIn(query.Order)));
        var more = found.Count > query.Limit;
        if (more)
        {
            found.RemoveAt(query.Limit);
        }

        return new SessionPage(
            [.. from row in found where row.View is not null select row.View],
            more ? found[^1].PlaceIn(query.Order).ToString() : null,
            [.. from row in found where row.Damage is not null select row.Damage]);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var sql = new SqlQuery(_dialect, _clock);
        sql.Count(partition, filter);
        return await RunAsync(
            _queries,
            async slot =>
            {
                var command = sql.Command(slot);
                await using var disposal = command.ConfigureAwait(false);
                return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var ids = await RunAsync(
            _queries,
            async slot =>
            {
                var command = slot.Command(_statements.ByInvocation, SqlText.Encode(invocationId), SqlKeys.SpaceOf(partition));
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var disposal = reader.ConfigureAwait(false);
                var found = new List<string>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(reader.GetString(0));
                }

                return found;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var id in ids)
        {
            if (await FindAsync(new SessionKey(partition, id), cancellationToken).ConfigureAwait(false) is { } session)
            {
                return session;
            }
        }

        return null;
    }

    /// <summary>Sessions with their state, and of those that cannot be read, why.</summary>
    private async ValueTask<List<SessionRow>> ReadSeveralAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var sessions = new Dictionary<string, SessionRow>(StringComparer.Ordinal);
        var state = new List<(string Row, string Name, StateEntry Entry)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = reader.GetString(1);
            var name = SqlText.Decode(reader.GetString(2));
            if (reader.GetInt64(0) == 0)
            {
                sessions.Add(row, SessionRow.Read(new SessionKey(name, reader.GetString(4)), _dialect.ReadInstant(reader, 5), reader.GetString(6)));
            }
            else
            {
                state.Add((row, name, new StateEntry(
                    ViewReader.Value(reader.GetString(6)), Channels.Of(reader.GetString(4)), _dialect.ReadInstant(reader, 5), reader.GetInt64(3))));
            }
        }

        foreach (var (row, name, entry) in state)
        {
            if (sessions[row].View is { } view)
            {
                view.StateMap = view.StateMap.Set(name, entry);
            }
        }

        return [.. sessions.Values];
    }
}
