using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sessions.Serialization;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// <c>metadata.json</c>: the whole view for people and tools to read, replaced whole. The lease is left out: it changes by the
/// second, and a file that is a second late would name a holder who is gone.
/// </summary>
internal static partial class MetadataFile
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // Values of the app's own were checked when they came in.
        SkipValidation = true,
    };

    public static void Write(string path, Session view)
    {
        var unfinished = ProjectionPaths.Unfinished(path);
        var buffer = new ArrayBufferWriter<byte>(2048);
        Write(buffer, view);
        using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            RandomAccess.Write(file, buffer.WrittenSpan, 0);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    public static void Write(IBufferWriter<byte> output, Session view)
    {
        using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartObject();
        json.WriteNumber("format", 1);
        WriteIdentity(json, view);
        WriteLifetime(json, view);
        WriteChannels(json, view);
        WriteConversation(json, view);
        WriteWork(json, view);
        WriteState(json, view);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteIdentity(Utf8JsonWriter json, Session view)
    {
        json.WriteString("id", view.Id);
        json.WriteString("partition", view.Partition);
        json.WriteString("incarnation", view.Incarnation);
        json.WriteNumber("version", view.Version);
        json.WriteString("status", NameOf(view.Status));
        Optional(json, "statusReason", view.StatusReason);
        Optional(json, "userId", view.UserId);
        Optional(json, "displayName", view.DisplayName);
        Optional(json, "purpose", view.Purpose);
        json.WriteStartArray("tags");
        foreach (var tag in view.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        WriteValues(json, "metadata", view.Metadata);
        WriteValues(json, "preferences", view.Preferences);
    }

    private static void WriteLifetime(Utf8JsonWriter json, Session view)
    {
        Instant(json, "createdAt", view.Details.CreatedAt);
        Instant(json, "updatedAt", view.UpdatedTicks);
        Instant(json, "lastUsedAt", view.LastUsedTicks);
        Instant(json, "finishedAt", view.Details.FinishedAt);
        if (view.IdleTimeout is { } idle)
        {
            json.WriteNumber("idleTimeoutMs", idle.Ticks / TimeSpan.TicksPerMillisecond);
        }

        json.WriteBoolean("sliding", view.Sliding);
        Instant(json, "absoluteExpiry", view.Details.AbsoluteExpiry);
        Instant(json, "expiresAt", view.ExpiryTicks);
        json.WriteBoolean("pinned", view.Pinned);
        if (view.MemoryPool is { } pool)
        {
            json.WriteStartObject("memoryPool");
            json.WriteString("name", pool.Name);
            json.WriteBoolean("shared", pool.Shared);
            json.WriteEndObject();
        }
    }

    private static void WriteChannels(Utf8JsonWriter json, Session view)
    {
        json.WriteString("createdBy", view.CreatedBy.Name);
        json.WriteString("currentChannel", view.CurrentChannel.Name);
        json.WriteStartArray("channels");
        foreach (var activity in view.Channels)
        {
            json.WriteStartObject();
            json.WriteString("channel", activity.Channel.Name);
            Instant(json, "first", activity.FirstTicks);
            Instant(json, "last", activity.LastTicks);
            json.WriteNumber("count", activity.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("transitions", view.TransitionCount);
        if (view.OpenTransition is { } open)
        {
            json.WriteStartObject("openTransition");
            json.WriteString("from", open.From.Name);
            json.WriteString("to", open.To.Name);
            Instant(json, "begunAt", open.BegunAt.UtcTicks);
            json.WriteNumber("version", open.Version);
            json.WriteEndObject();
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Instant(Utf8JsonWriter json, string name, long ticks)
    {
        if (ticks is not (0 or Instants.Never))
        {
            json.WriteString(name, Instants.ToOffset(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string NameOf(SessionStatus status) => status switch
    {
        SessionStatus.Active => "active",
        SessionStatus.Paused => "paused",
        SessionStatus.Completed => "completed",
        SessionStatus.Failed => "failed",
        _ => "abandoned",
    };
}
