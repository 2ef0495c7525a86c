using System.Data.Common;
using System.Globalization;
using System.Text;
using Sessions.Events;
using Sessions.Serialization;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>Reads events from rows: version, part, parts, at, channel, commit_id, kind, and what is said of a message.</summary>
internal static class EventReading
{
    /// <summary>A message from at, chat, ordinal, version, channel, role, content, tool, invocation_id, payload and data.</summary>
    public static Message Message(DbDataReader reader, int first, SqlDialect dialect)
    {
        var at = dialect.ReadInstant(reader, first);
        var channel = Channels.Of(reader.GetString(first + 4));
        var message = reader.IsDBNull(first + 10)
            ? new Message(
                Chat(reader.GetString(first + 1)),
                Role(reader.GetString(first + 5)),
                Text(reader, first + 6),
                Text(reader, first + 7),
                Text(reader, first + 8),
                Payload(reader, first + 9))
            {
                Ordinal = reader.GetInt64(first + 2),
            }
            : ((MessageAppended)Event(reader.GetString(first + 10))).Message;
        message.Stamp(reader.GetInt64(first + 3), at, channel);
        return message;
    }

    public static EventRow Row(DbDataReader reader, int first, SqlDialect dialect)
    {
        var version = reader.GetInt64(first);
        var at = dialect.ReadInstant(reader, first + 3);
        var channel = Channels.Of(reader.GetString(first + 4));
        var change = reader.IsDBNull(first + 14) ? new MessageAppended(Unstamped(reader, first)) : Event(reader.GetString(first + 14));
        change.Stamp(version, at, channel);
        return new EventRow(
            change,
            version,
            reader.GetInt64(first + 1),
            reader.GetInt64(first + 2),
            at,
            channel,
            CommitId.Parse(reader.GetString(first + 5)),
            Text(reader, first + 15),
            reader.IsDBNull(first + 16) ? default : Hex(reader.GetString(first + 16)),
            reader.IsDBNull(first + 17) ? default(JsonText?) : ViewReader.Value(reader.GetString(first + 17)));
    }

    /// <summary>Puts rows together to the commits that are whole in them.</summary>
    public static List<Commit> Commits(List<EventRow> rows, int limit)
    {
        rows.Sort(static (left, right) => left.Version.CompareTo(right.Version));
        var commits = new List<Commit>();
        for (var i = 0; i < rows.Count && commits.Count < limit;)
        {
            var first = rows[i];
            var parts = (int)first.Parts;
            if (i + parts > rows.Count)
            {
                break;
            }

            var events = new SessionEvent[parts];
            for (var part = 0; part < parts; part++)
            {
                events[part] = rows[i + part].Event;
            }

            commits.Add(first.Key is null && first.CommitFields is null
                ? new Commit(first.CommitId, first.Version, first.At, first.Channel, events)
                : new Commit(first.CommitId, first.Version, first.At, first.Channel, events)
                {
                    IdempotencyKey = first.Key,
                    ContentHash = first.Hash,
                    UnknownFields = first.CommitFields,
                });
            i += parts;
        }

        return commits;
    }

    public static UInt128 Hex(string digits) => UInt128.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static Message Unstamped(DbDataReader reader, int first) => new(
        Chat(reader.GetString(first + 7)),
        Role(reader.GetString(first + 9)),
        Text(reader, first + 10),
        Text(reader, first + 11),
        Text(reader, first + 12),
        Payload(reader, first + 13))
    {
        Ordinal = reader.GetInt64(first + 8),
    };

    private static SessionEvent Event(string json)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(json));
        return EventReader.Read(ref scanner);
    }

    private static byte[]? Payload(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Encoding.UTF8.GetBytes(reader.GetString(column));

    // Nearly all are of the main one, and need no string each.
    private static string Chat(string name) => name == Sessions.Chat.Main ? Sessions.Chat.Main : SqlText.Decode(name);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : SqlText.Decode(reader.GetString(column));

    private static MessageRole Role(string name) => name switch
    {
        "system" => MessageRole.System,
        "user" => MessageRole.User,
        "assistant" => MessageRole.Assistant,
        _ => MessageRole.Tool,
    };
}
