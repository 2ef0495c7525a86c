using System.Data.Common;

namespace Sessions.Sql;

/// <summary>
/// A session to which one event happens, or none, in one round trip and in plain values: what comes alone is nearly always that.
/// </summary>
internal sealed class LoneWrite(SqlDialect dialect, SqlStatements statements)
{
    private readonly object?[] _row = new object?[SqlStatements.Columns.Length];
    private readonly object?[] _event = new object?[SqlStatements.EventColumnList.Length];
    private readonly SqlSides _sides = new();

    /// <summary>The command that writes it, and changes rows only where the session is what it was; null where more happens.</summary>
    public DbCommand? TryCommand(SqlConnectionSlot slot, SqlWrite write, object? now)
    {
        var events = write.Commits.Sum(static commit => commit.EventArray.Length);
        if (write.Before is null || events > 1)
        {
            return null;
        }

        _sides.Clear();
        _sides.Add(write.Row, write.Before.View, write.View);
        if (!_sides.IsEmpty)
        {
            return null;
        }

        SessionColumns.Fill(_row, write.View, write.Clears, dialect);
        List<object?> values = [.. _row, write.Row, write.Before.Revision];
        if (write.Fence is { } fence)
        {
            values.Add(fence);
        }

        if (now is not null)
        {
            values.Add(now);
        }

        if (events == 0)
        {
            return slot.Command(statements.UpdateSession(write.IsLight, write.Fence is not null), [.. values]);
        }

        EventColumns.Fill(_event, write.Row, write.Commits[0], 0, dialect);
        values.AddRange(_event);
        return slot.Command(statements.UpdateWithEvent(write.IsLight, write.Fence is not null), [.. values]);
    }
}
