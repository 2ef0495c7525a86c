using System.Buffers;
using Sessions.Events;

namespace Sessions.Serialization;

internal static partial class EventReader
{
    private static StateChanged ReadState(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        var set = SortedMap<JsonText>.Empty;
        IReadOnlyList<string> removed = [];
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("set"u8) || name.SequenceEqual("sets"u8))
            {
                TextMaps.Read(ref json, escaped: name.Length == 4, ref set);
            }
            else if (name.SequenceEqual("removed"u8))
            {
                removed = json.Names();
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        return new StateChanged(set, removed);
    }

    private static InvocationLinked ReadInvocation(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        string? id = null, tool = null, directory = null;
        var duration = TimeSpan.Zero;
        var outcome = InvocationOutcome.Succeeded;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("id"u8))
            {
                id = json.Text();
            }
            else if (name.SequenceEqual("tool"u8))
            {
                tool = json.Name();
            }
            else if (name.SequenceEqual("dir"u8))
            {
                directory = json.Text();
            }
            else if (name.SequenceEqual("dur"u8))
            {
                duration = new TimeSpan(json.Duration());
            }
            else if (name.SequenceEqual("outcome"u8))
            {
                outcome = ReadOutcome(ref json);
            }
            else
            {
                Other(ref json, name, ref kept);
            }
        }

        if (id is null || tool is null)
        {
            json.Fail("an invocation has no id or no tool");
        }

        return new InvocationLinked(new Invocation(id, tool) { Directory = directory, Duration = duration, Outcome = outcome });
    }

    private static InvocationOutcome ReadOutcome(ref JsonScanner json)
    {
        var outcome = json.RawString();
        if (outcome.SequenceEqual("failed"u8))
        {
            return InvocationOutcome.Failed;
        }

        if (outcome.SequenceEqual("cancelled"u8))
        {
            return InvocationOutcome.Cancelled;
        }

        if (!outcome.SequenceEqual("succeeded"u8))
        {
            json.Fail("an invocation has an outcome that this build does not know");
        }

        return InvocationOutcome.Succeeded;
    }

    /// <summary>Reads one field of a usage, if the name is that of one.</summary>
    public static bool TryReadUsage(ref JsonScanner json, ReadOnlySpan<byte> name, ref TokenUsage usage)
    {
        if (name.SequenceEqual("in"u8))
        {
            usage = usage with { InputTokens = json.Count() };
        }
        else if (name.SequenceEqual("out"u8))
        {
            usage = usage with { OutputTokens = json.Count() };
        }
        else if (name.SequenceEqual("cached"u8))
        {
            usage = usage with { CachedInputTokens = json.Count() };
        }
        else if (name.SequenceEqual("reasoning"u8))
        {
            usage = usage with { ReasoningTokens = json.Count() };
        }
        else if (name.SequenceEqual("cost"u8))
        {
            usage = usage with { Cost = json.Decimal() };
        }
        else
        {
            return false;
        }

        return true;
    }
}
