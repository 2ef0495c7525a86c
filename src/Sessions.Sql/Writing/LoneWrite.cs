using System.Data.Common;
using System.Runtime.InteropServices;

namespace Sessions.Sql;

/// <summary>
/// A session to which one event happens, or none, in one round trip and in plain values: what comes alone is nearly always that.
/// </summary>
internal sealed class LoneWrite(SqlDialect dialect, SqlStatements statements)
{
    private static readonly int[] Brief = [.. SqlStatements.BriefEventColumns.Select(static column => SqlStatements.EventColumnList.IndexOf(column))];

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
        var values = new List<object?>(SqlStatements.Columns.Length + _event.Length);
        foreach (var place in write.Breadth.Places)
        {
            values.Add(_row[place]);
        }

        values.Add(write.Row);
        values.Add(write.Before.Revision);
        if (write.Fence is { } fence)
        {
            values.Add(fence);
        }

        if (now is not null)
        {
            values.Add(now);
        }

        var isFenced = write.Fence is not null;
        if (events == 0)
        {
            return slot.Command(statements.UpdateSession(write.Breadth, isFenced), CollectionsMarshal.AsSpan(values));
        }

        var commit = write.Commits[0];
        EventColumns.Fill(_event, write.Row, commit, 0, dialect);
        var isBrief = EventColumns.IsPlain(commit, 0) && write.View.UpdatedTicks == commit.AtTicks && write.View.CurrentChannel == commit.Channel;
        if (isBrief)
        {
            foreach (var place in Brief)
            {
                values.Add(_event[place]);
            }
        }
        else
        {
            values.AddRange(_event);
        }

        return slot.Command(statements.UpdateWithEvent(write.Breadth, isFenced, isBrief), CollectionsMarshal.AsSpan(values));
    }
}
