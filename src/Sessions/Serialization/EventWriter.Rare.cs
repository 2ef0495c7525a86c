using Sessions.Events;

namespace Sessions.Serialization;

internal static partial class EventWriter
{
    /// <summary>Writes how long a session lives, each field with its comma.</summary>
    public static void WriteLifetime(LineWriter writer, TimeSpan? idleTimeout, bool sliding, DateTimeOffset? absoluteExpiry)
    {
        writer.Optional(",\"idle\":"u8, idleTimeout);
        if (!sliding)
        {
            writer.Raw(",\"sliding\":false"u8);
        }

        if (absoluteExpiry is { } end)
        {
            writer.Raw(",\"abs\":"u8);
            writer.Instant(Instants.From(end));
        }
    }

    public static ReadOnlySpan<byte> NameOf(SessionStatus status) => status switch
    {
        SessionStatus.Active => "\"active\""u8,
        SessionStatus.Paused => "\"paused\""u8,
        SessionStatus.Completed => "\"completed\""u8,
        SessionStatus.Failed => "\"failed\""u8,
        SessionStatus.Abandoned => "\"abandoned\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status that has no name in the format."),
    };

    private static void WriteRare(LineWriter writer, SessionEvent change)
    {
        writer.Raw("{\"k\":"u8);
        writer.Text(change.Kind);
        switch (change)
        {
            case SessionCreated created:
                WriteCreated(writer, created);
                break;
            case DetailsChanged details:
                WriteDetails(writer, details);
                break;
            case ExpiryChanged expiry:
                WriteLifetime(writer, expiry.IdleTimeout, expiry.Sliding, expiry.AbsoluteExpiry);
                break;
            case StatusChanged status:
                writer.Raw(",\"status\":"u8);
                writer.Raw(NameOf(status.Status));
                writer.Optional(",\"reason\":"u8, status.Reason);
                writer.Raw(status.Reopened ? ",\"reopened\":true"u8 : default);
                break;
            case PinChanged pin:
                writer.Raw(pin.Pinned ? ",\"pinned\":true"u8 : ",\"pinned\":false"u8);
                break;
            case ConversationCleared cleared:
                WriteChat(writer, cleared.Chat);
                break;
            case MemoryPoolBound bound:
                writer.Optional(",\"pool\":"u8, bound.Pool?.Name);
                writer.Raw(bound.Pool is { Shared: true } ? ",\"shared\":true"u8 : default);
                break;
            case CustomEvent custom:
                writer.Raw(",\"name\":"u8);
                writer.Text(custom.Name);
                TextMaps.WriteValue(writer, ",\"data\":"u8, ",\"datas\":"u8, custom.Data.Utf8);
                break;
            case TransitionBegun begun:
                writer.Raw(",\"from\":"u8);
                writer.Text(begun.From.Name);
                writer.Raw(",\"to\":"u8);
                writer.Text(begun.To.Name);
                writer.Optional(",\"reason\":"u8, begun.Reason);
                break;
            case SupersededEvent:
                break;
            case TransitionCompleted completed:
                writer.Raw(",\"begun\":"u8);
                writer.Int64(completed.BegunVersion);
                break;
            default:
                throw new ArgumentException($"Events of kind \"{change.Kind}\" have no form in the format.", nameof(change));
        }
    }

    private static void WriteCreated(LineWriter writer, SessionCreated created)
    {
        writer.Raw(",\"inc\":"u8);
        writer.Text(created.Incarnation);
        writer.Optional(",\"user\":"u8, created.UserId);
        writer.Optional(",\"name\":"u8, created.DisplayName);
        writer.Optional(",\"purpose\":"u8, created.Purpose);
        WriteNames(writer, ",\"tags\":"u8, created.Tags);
        TextMaps.Write(writer, ",\"meta\":"u8, ",\"metas\":"u8, created.Metadata);
        TextMaps.Write(writer, ",\"pref\":"u8, ",\"prefs\":"u8, created.Preferences);
        WriteLifetime(writer, created.IdleTimeout, created.Sliding, created.AbsoluteExpiry);
    }

    private static void WriteDetails(LineWriter writer, DetailsChanged details)
    {
        writer.Optional(",\"name\":"u8, details.DisplayName);
        writer.Optional(",\"purpose\":"u8, details.Purpose);
        if (details.Tags is { } tags)
        {
            writer.Names(",\"tags\":"u8, tags);
        }

        TextMaps.Write(writer, ",\"meta\":"u8, ",\"metas\":"u8, details.Metadata);
        WriteNames(writer, ",\"unmeta\":"u8, details.RemovedMetadata);
        TextMaps.Write(writer, ",\"pref\":"u8, ",\"prefs\":"u8, details.Preferences);
        WriteNames(writer, ",\"unpref\":"u8, details.RemovedPreferences);
    }
}
