using System.Globalization;
using System.Text;
using Sessions.Events;
using Sessions.Serialization;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>An event as a row. A message stands in columns of its own; of every other event they hold what it can be found by.</summary>
internal static class EventColumns
{
    /// <summary>How many columns a plain message fills.</summary>
    public const int Plain = 12;

    [ThreadStatic]
    private static LineWriter? _writer;

    /// <summary>Whether all columns behind those of a plain message are null.</summary>
    public static bool IsPlain(Commit commit, int index) =>
        commit.EventArray[index] is MessageAppended { UnknownFields: null, Message: { ToolName: null, InvocationId: null, Payload: null } }
        && (index > 0 || (commit.IdempotencyKey is null && commit.ContentHash == default && commit.UnknownFields is null));

    /// <summary>The values in the order of <see cref="SqlStatements.EventColumnList"/>.</summary>
    public static void Fill(Span<object?> values, string row, Commit commit, int index, SqlDialect dialect)
    {
        var change = commit.EventArray[index];
        values[0] = row;
        values[1] = change.Version;
        values[2] = (long)index + 1;
        values[3] = (long)commit.EventArray.Length;
        values[4] = dialect.Instant(commit.AtTicks);
        values[5] = commit.Channel.Name;
        values[6] = commit.Id.ToString();
        values[7] = change.Kind;
        values[8..].Clear();
        if (change is MessageAppended { Message: var message })
        {
            values[8] = SqlText.Encode(message.Chat);
            values[9] = message.Ordinal;
            values[10] = RoleName(message.Role);
            values[11] = SqlText.Encode(message.Content);
            values[12] = SqlText.Encode(message.ToolName);
            values[13] = SqlText.Encode(message.InvocationId);
            values[14] = message.Payload?.ToString();
            values[15] = change.UnknownFields is null ? null : Json(change);
        }
        else
        {
            if (change is InvocationLinked { Invocation: var invocation })
            {
                values[12] = SqlText.Encode(invocation.Tool);
                values[13] = SqlText.Encode(invocation.Id);
            }

            values[15] = Json(change);
        }

        if (index == 0)
        {
            values[16] = SqlText.Encode(commit.IdempotencyKey);
            values[17] = commit.ContentHash == default ? null : commit.ContentHash.ToString("x32", CultureInfo.InvariantCulture);
            values[18] = commit.UnknownFields?.ToString();
        }
    }

    public static string RoleName(MessageRole role) => role switch
    {
        MessageRole.System => "system",
        MessageRole.User => "user",
        MessageRole.Assistant => "assistant",
        _ => "tool",
    };

    private static string Json(SessionEvent change)
    {
        var writer = _writer ??= new LineWriter();
        writer.Clear();
        EventWriter.Write(writer, change);
        return Encoding.UTF8.GetString(writer.Written);
    }
}
