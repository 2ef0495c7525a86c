using System.Data.Common;

namespace Sessions.Sql;

/// <summary>Writes a group statement by statement, each prepared once: right for an engine in this process, dear across a network.</summary>
internal sealed class StatementWriter(SqlDialect dialect, SqlStatements statements) : SqlWriter
{
    private readonly object?[] _row = new object?[SqlStatements.Columns.Length];
    private readonly SqlSides _sides = new();
    private readonly object?[] _event = new object?[SqlStatements.EventColumnList.Length];

    public override async ValueTask WriteAsync(
        SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now, bool[] written, CancellationToken cancellationToken)
    {
        await RunAsync(slot.Command(statements.Begin)).ConfigureAwait(false);
        try
        {
            for (var i = 0; i < group.Count; i++)
            {
                written[i] = await WriteAsync(slot, group[i], now).ConfigureAwait(false);
            }

            await RunAsync(slot.Command(statements.Commit)).ConfigureAwait(false);
        }
        catch
        {
            await slot.TryRollBackAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes one session within a transaction that is open.</summary>
    /// <returns>Whether it was; not where it is something else by now.</returns>
    public async ValueTask<bool> WriteAsync(SqlConnectionSlot slot, SqlWrite write, object? now)
    {
        SessionColumns.Fill(_row, write.View, write.Clears, dialect);
        var rows = write.Before is { } before
            ? await RunAsync(Update(slot, write, before, now)).ConfigureAwait(false)
            : await RunAsync(Insert(slot, write)).ConfigureAwait(false);
        if (rows == 0)
        {
            return false;
        }

        foreach (var commit in write.Commits)
        {
            for (var i = 0; i < commit.EventArray.Length; i++)
            {
                EventColumns.Fill(_event, write.Row, commit, i, dialect);
                await RunAsync(slot.Command(statements.InsertEvent, _event)).ConfigureAwait(false);
            }
        }

        _sides.Clear();
        _sides.Add(write.Row, write.Before?.View, write.View);
        await WriteSidesAsync(slot).ConfigureAwait(false);
        return true;
    }

    // Once a transaction is open it is brought to its end, whoever has stopped waiting for it.
    private static Task<int> RunAsync(DbCommand command) => command.ExecuteNonQueryAsync(CancellationToken.None);

    private DbCommand Insert(SqlConnectionSlot slot, SqlWrite write)
    {
        var command = slot.Command(statements.InsertSession, _row);
        var next = _row.Length;
        command.Parameters[next++].Value = write.Row;
        command.Parameters[next++].Value = SqlKeys.SpaceOf(write.View.Partition);
        command.Parameters[next++].Value = SqlText.Encode(write.View.Partition);
        command.Parameters[next].Value = write.View.Id;
        return command;
    }

    private DbCommand Update(SqlConnectionSlot slot, SqlWrite write, SqlKnown before, object? now)
    {
        var command = slot.Command(write.Fence is null ? statements.UpdateSession : statements.UpdateFenced, _row);
        var next = _row.Length;
        command.Parameters[next++].Value = write.Row;
        command.Parameters[next++].Value = before.Revision;
        if (write.Fence is { } fence)
        {
            command.Parameters[next++].Value = fence;
        }

        if (now is not null)
        {
            command.Parameters[next].Value = now;
        }

        return command;
    }

    private async ValueTask WriteSidesAsync(SqlConnectionSlot slot)
    {
        foreach (var (row, name, entry) in _sides.StateSet)
        {
            var (kind, text, number, truth) = JsonScalar.Of(entry.Value);
            await RunAsync(slot.Command(
                statements.SetState,
                row,
                SqlText.Encode(name),
                entry.Value.ToString(),
                kind,
                text,
                number,
                truth,
                entry.Channel.Name,
                dialect.Instant(entry.AtTicks),
                entry.Version)).ConfigureAwait(false);
        }

        foreach (var (row, name, value) in _sides.MetadataSet)
        {
            var (kind, text, number, truth) = JsonScalar.Of(value);
            await RunAsync(slot.Command(statements.SetMetadata, row, SqlText.Encode(name), value.ToString(), kind, text, number, truth)).ConfigureAwait(false);
        }

        await EachAsync(slot, statements.RemoveState, _sides.StateRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveMetadata, _sides.MetadataRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveTag, _sides.TagsRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.AddTag, _sides.TagsAdded).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveChannel, _sides.ChannelsRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.AddChannel, _sides.ChannelsAdded).ConfigureAwait(false);
    }

    private static async ValueTask EachAsync(SqlConnectionSlot slot, SqlStatement statement, List<(string Row, string Name)> names)
    {
        foreach (var (row, name) in names)
        {
            await RunAsync(slot.Command(statement, row, SqlText.Encode(name))).ConfigureAwait(false);
        }
    }
}
