using System.Data.Common;
using System.Runtime.InteropServices;
using Sessions.Events;

namespace Sessions.Sql;

/// <summary>
/// A session to which one event happens, or none, in one round trip and in plain values: what comes alone is nearly always that.
/// </summary>
internal sealed class LoneWrite(SqlDialect dialect, SqlStatements statements)
{
    private readonly object?[] _row = new object?[SqlStatements.Columns.Length];
    private readonly object?[] _event = new object?[SqlStatements.EventColumnList.Length];
    private readonly List<object?> _values = [];
    private readonly SqlSides _sides = new();

    /// <summary>The command that writes it, and changes rows only where the session is what it was; null where more happens.</summary>
    public DbCommand? TryCommand(SqlConnectionSlot slot, SqlWrite write, object? now)
    {
        _values.Clear();
        var moves = write.Moves(dialect);
        if (write.AppendsMessage)
        {
            AddMessage(write, now);
            return slot.Command(statements.AppendMessage(write.Fence is not null, moves), CollectionsMarshal.AsSpan(_values));
        }

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

        SessionColumns.Fill(_row, write, dialect);
        SessionColumns.AddUpdate(_values, _row, write, now);
        if (events == 0)
        {
            return slot.Command(statements.UpdateSession(write.Breadth, write.Fence is not null, moves), CollectionsMarshal.AsSpan(_values));
        }

        EventColumns.Fill(_event, write.Row, write.Commits[0], 0, dialect);
        _values.AddRange(_event);
        return slot.Command(statements.UpdateWithEvent(write.Breadth, write.Fence is not null), CollectionsMarshal.AsSpan(_values));
    }

    private void AddMessage(SqlWrite write, object? now)
    {
        var (view, commit) = (write.View, write.Commits[0]);
        var message = ((MessageAppended)commit.EventArray[0]).Message;
        _values.Add(write.Revision);
        _values.Add(dialect.Instant(commit.AtTicks));
        _values.Add(commit.Channel.Name);
        _values.Add(dialect.Instant(SessionColumns.Expiry(view)));
        _values.Add(SessionColumns.Json(view, includeState: false));
        SessionColumns.AddConditions(_values, write, now);
        _values.Add(commit.Id.ToString());
        _values.Add(SqlText.Encode(message.Chat));
        _values.Add(message.Ordinal);
        _values.Add(EventColumns.RoleName(message.Role));
        _values.Add(SqlText.Encode(message.Content));
    }
}
