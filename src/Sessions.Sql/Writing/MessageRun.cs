using System.Data.Common;
using System.Runtime.InteropServices;
using Sessions.Events;

namespace Sessions.Sql;

/// <summary>
/// A session to which several plain messages happen and nothing else: its row in plain values, its messages as arrays. What many
/// callers say to one session at once is nearly always that, and so is a user's message with its answer.
/// </summary>
internal sealed class MessageRun(SqlDialect dialect, SqlStatements statements)
{
    private readonly SqlStatement?[] _statements = new SqlStatement?[SqlBreadth.All.Length * 4];
    private readonly object?[] _row = new object?[SqlStatements.Columns.Length];
    private readonly List<object?> _values = [];
    private readonly SqlSides _sides = new();

    /// <summary>The command that writes it, and changes rows only where the session is what it was; null where anything else happens.</summary>
    public DbCommand? TryCommand(SqlConnectionSlot slot, SqlWrite write, object? now)
    {
        var count = Count(write);
        if (count == 0)
        {
            return null;
        }

        _sides.Clear();
        _sides.Add(write.Row, write.Before!.View, write.View);
        if (!_sides.IsEmpty)
        {
            return null;
        }

        _values.Clear();
        SessionColumns.Fill(_row, write, dialect);
        SessionColumns.AddUpdate(_values, _row, write, now);
        AddMessages(write, count);
        var (moves, fenced) = (write.Moves(dialect), write.Fence is not null);
        ref var statement = ref _statements[(write.Breadth.Rank * 4) + (fenced ? 2 : 0) + (moves ? 1 : 0)];
        statement ??= PostgreSqlGroup.OfRun(statements.UpdateSession(write.Breadth, fenced, moves));
        return slot.Command(statement, CollectionsMarshal.AsSpan(_values));
    }

    /// <summary>How many messages there are; none where something else happens.</summary>
    private static int Count(SqlWrite write)
    {
        if (write.Before is null)
        {
            return 0;
        }

        var count = 0;
        foreach (var commit in write.Commits)
        {
            for (var i = 0; i < commit.EventArray.Length; i++, count++)
            {
                if (!EventColumns.IsPlain(commit, i))
                {
                    return 0;
                }
            }
        }

        return count;
    }

    private void AddMessages(SqlWrite write, int count)
    {
        var (part, parts) = (new long[count], new long[count]);
        var at = new DateTimeOffset[count];
        var channel = new string[count];
        var commitId = new string[count];
        var chat = new string?[count];
        var ordinal = new long[count];
        var role = new string[count];
        var content = new string?[count];
        var next = 0;
        foreach (var commit in write.Commits)
        {
            var (id, instant, length) = (commit.Id.ToString(), new DateTimeOffset(commit.AtTicks, TimeSpan.Zero), commit.EventArray.Length);
            for (var i = 0; i < length; i++, next++)
            {
                var message = ((MessageAppended)commit.EventArray[i]).Message;
                (part[next], parts[next], at[next], channel[next], commitId[next]) = (i + 1, length, instant, commit.Channel.Name, id);
                (chat[next], ordinal[next]) = (SqlText.Encode(message.Chat), message.Ordinal);
                (role[next], content[next]) = (EventColumns.RoleName(message.Role), SqlText.Encode(message.Content));
            }
        }

        _values.AddRange([part, parts, at, channel, commitId, chat, ordinal, role, content]);
    }
}
