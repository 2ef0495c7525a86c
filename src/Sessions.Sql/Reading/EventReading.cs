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
    public static Message Message(DbDataReader reader, int first, SqlDialect dialect)
    {
        var message = Unstamped(reader, first);
        message.Stamp(reader.GetInt64(first), dialect.ReadInstant(reader, first + 3), new Channel(reader.GetString(first + 4)));
        return message;
    }

    public static EventRow Row(DbDataReader reader, int first, SqlDialect dialect)
    {
        var version = reader.GetInt64(first);
        var at = dialect.ReadInstant(reader, first + 3);
        var channel = new Channel(reader.GetString(first + 4));
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
        SqlText.Decode(reader.GetString(first + 7)),
        Role(reader.GetString(first + 9)),
        Text(reader, first + 10),
        Text(reader, first + 11),
        Text(reader, first + 12),
        reader.IsDBNull(first + 13) ? null : Encoding.UTF8.GetBytes(reader.GetString(first + 13)))
    {
        Ordinal = reader.GetInt64(first + 8),
    };

    private static SessionEvent Event(string json)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(json));
        return EventReader.Read(ref scanner);
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : SqlText.Decode(reader.GetString(column));

    private static MessageRole Role(string name) => name switch
    {
        "system" => MessageRole.System,
        "user" => MessageRole.User,
        "assistant" => MessageRole.Assistant,
        _ => MessageRole.Tool,
    };
}
