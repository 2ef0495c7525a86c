using System.Buffers;
using Sessions.Events;

namespace Sessions.Serialization;

/// <summary>Reads one event from its JSON object.</summary>
internal static partial class EventReader
{
    public static SessionEvent Read(ref JsonScanner json)
    {
        var start = json.Mark();
        json.BeginObject();
        if (!json.NextProperty(out var name))
        {
            json.Fail("an event has no kind");
        }

        if (!name.SequenceEqual("k"u8))
        {
            json.Return(start);
            return ReadKind(ref json, FindKind(json), start, begun: false);
        }

        return ReadKind(ref json, json.RawString(), start, begun: true);
    }

    // The kind is written first. A file that other tools went through may have it elsewhere.
    private static ReadOnlySpan<byte> FindKind(JsonScanner ahead)
    {
        ahead.BeginObject();
        while (ahead.NextProperty(out var name))
        {
            if (name.SequenceEqual("k"u8))
            {
                return ahead.RawString();
            }

            ahead.Skip();
        }

        ahead.Fail("an event has no kind");
        return default;
    }

    private static SessionEvent ReadKind(ref JsonScanner json, ReadOnlySpan<byte> kind, int start, bool begun)
    {
        if (!begun)
        {
            json.BeginObject();
        }

        ArrayBufferWriter<byte>? kept = null;
        SessionEvent? change;
        if (kind.SequenceEqual("message"u8))
        {
            change = ReadMessage(ref json, ref kept);
        }
        else if (kind.SequenceEqual("state"u8))
        {
            change = ReadState(ref json, ref kept);
        }
        else if (kind.SequenceEqual("invocation"u8))
        {
            change = ReadInvocation(ref json, ref kept);
        }
        else
        {
            change = ReadRare(ref json, kind, ref kept);
        }

        if (change is null)
        {
            var name = json.NameOf(kind);
            json.Return(start);
            return new UnknownEvent(name, json.OneLineJson());
        }

        change.UnknownFields = JsonScanner.Kept(kept);
        return change;
    }

    /// <summary>What every kind does with a property that it does not know.</summary>
    private static void Other(ref JsonScanner json, ReadOnlySpan<byte> name, ref ArrayBufferWriter<byte>? kept)
    {
        if (name.SequenceEqual("k"u8))
        {
            json.Skip();
        }
        else
        {
            json.Keep(ref kept);
        }
    }

    private static MessageAppended ReadMessage(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var (chat, ordinal, back, role) = (Chat.Main, 0L, 0L, (MessageRole?)null);
        string? text = null, tool = null, invocation = null;
        byte[]? payload = null;
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'o']:
                    ordinal = json.Count();
                    break;
                case [(byte)'d']:
                    back = json.Int64();
                    break;
                case var _ when name.SequenceEqual("role"u8):
                    role = ReadRole(ref json);
                    break;
                case var _ when name.SequenceEqual("text"u8):
                    text = json.Text();
                    break;
                case var _ when name.SequenceEqual("tool"u8):
                    tool = json.Name();
                    break;
                case var _ when name.SequenceEqual("inv"u8):
                    invocation = json.Text();
                    break;
                case var _ when name.SequenceEqual("chat"u8):
                    chat = json.Name();
                    break;
                case var _ when name.SequenceEqual("data"u8):
                    payload = json.JsonBytes();
                    break;
                case var _ when name.SequenceEqual("datas"u8):
                    payload = json.EscapedJson().Utf8.ToArray();
                    break;
                default:
                    Other(ref json, name, ref kept);
                    break;
            }
        }

        if (ordinal == 0 || role is null)
        {
            json.Fail("a message has no ordinal or no role");
        }

        return new MessageAppended(new Message(chat, role.Value, text, tool, invocation, payload)
        {
            Ordinal = ordinal,
            Back = back,
        });
    }

    private static MessageRole ReadRole(ref JsonScanner json)
    {
        var role = json.RawString();
        if (role.SequenceEqual("user"u8))
        {
            return MessageRole.User;
        }

        if (role.SequenceEqual("assistant"u8))
        {
            return MessageRole.Assistant;
        }

        if (role.SequenceEqual("tool"u8))
        {
            return MessageRole.Tool;
        }

        if (!role.SequenceEqual("system"u8))
        {
            json.Fail("a message has a role that this build does not know");
        }

        return MessageRole.System;
    }
}
