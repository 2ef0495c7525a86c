using System.Buffers;
using System.Text;
using Sessions.Events;

namespace Sessions.Serialization;

internal static partial class EventReader
{
    /// <summary>Reads an event of a kind that logs seldom hold; null for a kind that this build does not know.</summary>
    private static SessionEvent? ReadRare(ref JsonScanner json, ReadOnlySpan<byte> kind, ref ArrayBufferWriter<byte>? kept) =>
        kind.Length > 32 ? null : Encoding.UTF8.GetString(kind) switch
        {
            "usage" => ReadUsage(ref json, ref kept),
            "custom" => ReadCustom(ref json, ref kept),
            "created" => ReadCreated(ref json, ref kept),
            "details" => ReadDetails(ref json, ref kept),
            "expiry" => ReadExpiry(ref json, ref kept),
            "status" => ReadStatus(ref json, ref kept),
            "pin" => ReadPin(ref json, ref kept),
            "cleared" => ReadCleared(ref json, ref kept),
            "pool" => ReadPool(ref json, ref kept),
            "transition.begun" => ReadTransitionBegun(ref json, ref kept),
            "transition.completed" => ReadTransitionCompleted(ref json, ref kept),
            "superseded" => ReadSuperseded(ref json, ref kept),
            _ => null,
        };

    private static UsageRecorded ReadUsage(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var usage = default(TokenUsage);
        while (json.NextProperty(out var name))
        {
            if (!TryReadUsage(ref json, name, ref usage))
            {
                Other(ref json, name, ref kept);
            }
        }

        return new UsageRecorded(usage);
    }

    private static CustomEvent ReadCustom(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        string? title = null;
        JsonText? data = null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                title = json.Name();
            }
            else if (name.SequenceEqual("data"u8))
            {
                data = json.Json();
            }
            else if (name.SequenceEqual("datas"u8))
            {
                data = json.EscapedJson();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (title is null || data is null)
        {
            json.Fail("a custom event has no name or no data");
        }

        return new CustomEvent(title, data.Value);
    }

    private static SessionCreated ReadCreated(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        string? incarnation = null, user = null;
        var description = new Description();
        var lifetime = new Lifetime();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("inc"u8))
            {
                incarnation = json.Text();
            }
            else if (name.SequenceEqual("user"u8))
            {
                user = json.Name();
            }
            else if (!description.TryRead(ref json, name) && !lifetime.TryRead(ref json, name))
            {
                Other(ref json, name, ref kept);
            }
        }

        if (incarnation is null)
        {
            json.Fail("a creation has no incarnation");
        }

        return new SessionCreated(incarnation)
        {
            UserId = user,
            DisplayName = description.DisplayName,
            Purpose = description.Purpose,
            Tags = description.Tags ?? [],
            Metadata = description.Metadata,
            Preferences = description.Preferences,
            IdleTimeout = lifetime.Idle,
            Sliding = lifetime.Sliding,
            AbsoluteExpiry = lifetime.End,
        };
    }

    private static DetailsChanged ReadDetails(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var description = new Description();
        IReadOnlyList<string> removedMetadata = [], removedPreferences = [];
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("unmeta"u8))
            {
                removedMetadata = json.Names();
            }
            else if (name.SequenceEqual("unpref"u8))
            {
                removedPreferences = json.Names();
            }
            else if (!description.TryRead(ref json, name))
            {
                Other(ref json, name, ref kept);
            }
        }

        return new DetailsChanged
        {
            DisplayName = description.DisplayName,
            Purpose = description.Purpose,
            Tags = description.Tags,
            Metadata = description.Metadata,
            RemovedMetadata = removedMetadata,
            Preferences = description.Preferences,
            RemovedPreferences = removedPreferences,
        };
    }

    private static SupersededEvent ReadSuperseded(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        while (json.NextProperty(out var name))
        {
            Other(ref json, name, ref kept);
        }

        return new SupersededEvent();
    }

    private static ExpiryChanged ReadExpiry(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var lifetime = new Lifetime();
        while (json.NextProperty(out var name))
        {
            if (!lifetime.TryRead(ref json, name))
            {
                Other(ref json, name, ref kept);
            }
        }

        return new ExpiryChanged(lifetime.Idle, lifetime.Sliding, lifetime.End);
    }
}
