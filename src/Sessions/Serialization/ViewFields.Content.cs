using System.Collections.Immutable;

namespace Sessions.Serialization;

internal sealed partial class ViewFields
{
    /// <summary>Reads one field of what the session holds, if the name is that of one.</summary>
    public bool TryReadContent(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("state"u8))
        {
            ReadState(ref json);
        }
        else if (name.SequenceEqual("chats"u8))
        {
            _chats = ReadChats(ref json);
        }
        else if (name.SequenceEqual("calls"u8))
        {
            _calls = ReadCalls(ref json);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadState(ref JsonScanner json)
    {
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            _state = _state.Set(json.NameOf(name), ReadEntry(ref json));
        }
    }

    private static StateEntry ReadEntry(ref JsonScanner json)
    {
        JsonText? value = null;
        var channel = Channel.Default;
        long at = 0, version = 0;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("v"u8))
            {
                value = json.Json();
            }
            else if (name.SequenceEqual("vs"u8))
            {
                value = json.EscapedJson();
            }
            else if (name.SequenceEqual("c"u8))
            {
                channel = json.Channel();
            }
            else if (name.SequenceEqual("t"u8))
            {
                at = json.Instant();
            }
            else if (name.SequenceEqual("n"u8))
            {
                version = json.Count();
            }
            else
            {
                json.Skip();
            }
        }

        if (value is null)
        {
            json.Fail("an entry of the state has no value");
        }

        return new StateEntry(value.Value, channel, at, version);
    }

    private static ImmutableArray<Chat> ReadChats(ref JsonScanner json)
    {
        var all = ImmutableArray.CreateBuilder<Chat>();
        json.BeginArray();
        while (json.NextItem())
        {
            all.Add(ReadChat(ref json));
        }

        return all.DrainToImmutable();
    }

    private static Chat ReadChat(ref JsonScanner json)
    {
        var chat = Chat.Main;
        var counts = default(MessageCounts);
        long last = 0, cleared = 0, position = 0;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("chat"u8))
            {
                chat = json.Name();
            }
            else if (name.SequenceEqual("system"u8))
            {
                counts = counts with { System = json.Count32() };
            }
            else if (name.SequenceEqual("user"u8))
            {
                counts = counts with { User = json.Count32() };
            }
            else if (name.SequenceEqual("assistant"u8))
            {
                counts = counts with { Assistant = json.Count32() };
            }
            else if (name.SequenceEqual("tool"u8))
            {
                counts = counts with { Tool = json.Count32() };
            }
            else if (name.SequenceEqual("last"u8))
            {
                last = json.Count();
            }
            else if (name.SequenceEqual("cleared"u8))
            {
                cleared = json.Count();
            }
            else if (name.SequenceEqual("pos"u8))
            {
                position = json.Count();
            }
            else
            {
                json.Skip();
            }
        }

        return new Chat(chat, counts, last, cleared, position);
    }

    private static InvocationTotals ReadCalls(ref JsonScanner json)
    {
        long count = 0, failed = 0, duration = 0;
        var tools = SortedMap<long>.Empty;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("count"u8))
            {
                count = json.Count();
            }
            else if (name.SequenceEqual("failed"u8))
            {
                failed = json.Count();
            }
            else if (name.SequenceEqual("dur"u8))
            {
                duration = json.Duration();
            }
            else if (name.SequenceEqual("tools"u8))
            {
                json.BeginObject();
                while (json.NextProperty(out var tool))
                {
                    tools = tools.Set(json.NameOf(tool), json.Count());
                }
            }
            else
            {
                json.Skip();
            }
        }

        return new InvocationTotals(count, failed, new TimeSpan(duration), tools);
    }
}
