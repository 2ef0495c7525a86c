using System.Runtime.InteropServices;

namespace Sessions.Sql;

/// <summary>Writes a group statement by statement, each prepared once: right for an engine in this process, dear across a network.</summary>
internal class StatementWriter(SqlDialect dialect, SqlStatements statements, SqlRunner runner) : SqlWriter
{
    private static readonly int Columns = SqlStatements.Columns.Length;

    private readonly SqlSides _sides = new();
    private readonly object?[] _row = new object?[Columns + 5];
    private readonly List<object?> _values = [];
    private readonly object?[] _event = new object?[SqlStatements.EventColumnList.Length];

    protected SqlDialect Dialect => dialect;

    public override async ValueTask WriteAsync(
        SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now, bool[] written, CancellationToken cancellationToken)
    {
        await runner.RunAsync(slot, statements.Begin).ConfigureAwait(false);
        try
        {
            for (var i = 0; i < group.Count; i++)
            {
                written[i] = await WriteAsync(slot, group[i], now).ConfigureAwait(false);
            }

            await runner.RunAsync(slot, statements.Commit).ConfigureAwait(false);
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
        SessionColumns.Fill(_row, write, dialect);
        var rows = write.Before is null
            ? await InsertAsync(slot, write).ConfigureAwait(false)
            : await UpdateAsync(slot, write, now).ConfigureAwait(false);
        if (rows == 0)
        {
            return false;
        }

        foreach (var commit in write.Commits)
        {
            for (var i = 0; i < commit.EventArray.Length; i++)
            {
                EventColumns.Fill(_event, write.Row, commit, i, dialect);
                var (statement, count) = EventColumns.IsPlain(commit, i) ? (statements.InsertPlainEvent, EventColumns.Plain) : (statements.InsertEvent, _event.Length);
                await runner.RunAsync(slot, statement, _event.AsSpan(0, count)).ConfigureAwait(false);
            }
        }

        _sides.Clear();
        _sides.Add(write.Row, write.Before?.View, write.View);
        if (!_sides.IsEmpty)
        {
            await WriteSidesAsync(slot).ConfigureAwait(false);
        }

        return true;
    }

    private ValueTask<int> InsertAsync(SqlConnectionSlot slot, SqlWrite write)
    {
        _row[Columns] = write.Row;
        _row[Columns + 1] = SqlKeys.SpaceOf(write.View.Partition);
        _row[Columns + 2] = SqlText.Encode(write.View.Partition);
        _row[Columns + 3] = write.View.Id;
        _row[Columns + 4] = write.View.Incarnation;
        return runner.RunAsync(slot, statements.InsertSession, _row);
    }

    private ValueTask<int> UpdateAsync(SqlConnectionSlot slot, SqlWrite write, object? now)
    {
        _values.Clear();
        SessionColumns.AddUpdate(_values, _row, write, now);
        return runner.RunAsync(
            slot, statements.UpdateSession(write.Breadth, write.Fence is not null, write.Moves(dialect)), CollectionsMarshal.AsSpan(_values));
    }

    private async ValueTask WriteSidesAsync(SqlConnectionSlot slot)
    {
        foreach (var (row, name, entry) in _sides.StateSet)
        {
            var (kind, text, number, truth) = JsonScalar.Of(entry.Value);
            await runner.RunAsync(
                slot,
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
                entry.Version).ConfigureAwait(false);
        }

        foreach (var (row, name, value) in _sides.MetadataSet)
        {
            var (kind, text, number, truth) = JsonScalar.Of(value);
            await runner.RunAsync(
                slot, statements.SetMetadata, row, SqlText.Encode(name), value.ToString(), kind, text, number, truth).ConfigureAwait(false);
        }

        await EachAsync(slot, statements.RemoveState, _sides.StateRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveMetadata, _sides.MetadataRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveTag, _sides.TagsRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.AddTag, _sides.TagsAdded).ConfigureAwait(false);
        await EachAsync(slot, statements.RemoveChannel, _sides.ChannelsRemoved).ConfigureAwait(false);
        await EachAsync(slot, statements.AddChannel, _sides.ChannelsAdded).ConfigureAwait(false);
    }

    private async ValueTask EachAsync(SqlConnectionSlot slot, SqlStatement statement, List<(string Row, string Name)> names)
    {
        foreach (var (row, name) in names)
        {
            await runner.RunAsync(slot, statement, row, SqlText.Encode(name)).ConfigureAwait(false);
        }
    }
}
