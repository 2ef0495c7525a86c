using System.Buffers;
using Sessions.Events;

namespace Sessions.Serialization;

internal static partial class EventReader
{
    private static StatusChanged ReadStatus(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        SessionStatus? status = null;
        string? reason = null;
        var reopened = false;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("status"u8))
            {
                status = json.Status();
            }
            else if (name.SequenceEqual("reason"u8))
            {
                reason = json.Text();
            }
            else if (name.SequenceEqual("reopened"u8))
            {
                reopened = json.Boolean();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (status is null)
        {
            json.Fail("a change of status names none");
        }

        return new StatusChanged(status.Value, reason, reopened);
    }

    private static PinChanged ReadPin(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        bool? pinned = null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("pinned"u8))
            {
                pinned = json.Boolean();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (pinned is null)
        {
            json.Fail("a pin says neither true nor false");
        }

        return new PinChanged(pinned.Value);
    }

    private static ConversationCleared ReadCleared(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var chat = Chat.Main;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("chat"u8))
            {
                chat = json.Name();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        return new ConversationCleared(chat);
    }

    private static MemoryPoolBound ReadPool(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        string? pool = null;
        var shared = false;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("pool"u8))
            {
                pool = json.Name();
            }
            else if (name.SequenceEqual("shared"u8))
            {
                shared = json.Boolean();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        return new MemoryPoolBound(pool is null ? null : new MemoryPoolBinding(pool, shared));
    }

    private static TransitionBegun ReadTransitionBegun(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        Channel? from = null, to = null;
        string? reason = null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("from"u8))
            {
                from = json.Channel();
            }
            else if (name.SequenceEqual("to"u8))
            {
                to = json.Channel();
            }
            else if (name.SequenceEqual("reason"u8))
            {
                reason = json.Text();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (from is null || to is null)
        {
            json.Fail("a transition lacks one of its channels");
        }

        return new TransitionBegun(from.Value, to.Value, reason);
    }

    private static TransitionCompleted ReadTransitionCompleted(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        long? begun = null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("begun"u8))
            {
                begun = json.Count();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (begun is null)
        {
            json.Fail("a completed transition does not say which");
        }

        return new TransitionCompleted(begun.Value);
    }
}
