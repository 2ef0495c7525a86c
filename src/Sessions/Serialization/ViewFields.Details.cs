namespace Sessions.Serialization;

internal sealed partial class ViewFields
{
    /// <summary>Reads one field of what seldom changes, if the name is that of one.</summary>
    public bool TryReadDetails(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("status"u8))
        {
            _status = json.Status();
        }
        else if (name.SequenceEqual("reason"u8))
        {
            _reason = json.Text();
        }
        else if (name.SequenceEqual("finished"u8))
        {
            _finished = json.Instant();
        }
        else if (name.SequenceEqual("pinned"u8))
        {
            _pinned = json.Boolean();
        }
        else if (name.SequenceEqual("pool"u8))
        {
            _pool = ReadPool(ref json);
        }
        else if (name.SequenceEqual("usage"u8))
        {
            _usage = ReadUsage(ref json);
        }
        else if (name.SequenceEqual("open"u8))
        {
            _open = ReadTransition(ref json);
        }
        else if (name.SequenceEqual("transitions"u8))
        {
            _transitions = json.Count();
        }
        else
        {
            return false;
        }

        return true;
    }

    private static MemoryPoolBinding ReadPool(ref JsonScanner json)
    {
        string? pool = null;
        var shared = false;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                pool = json.Name();
            }
            else if (name.SequenceEqual("shared"u8))
            {
                shared = json.Boolean();
            }
            else
            {
                json.Skip();
            }
        }

        if (pool is null)
        {
            json.Fail("a memory pool has no name");
        }

        return new MemoryPoolBinding(pool, shared);
    }

    private static TokenUsage ReadUsage(ref JsonScanner json)
    {
        var usage = default(TokenUsage);
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (!EventReader.TryReadUsage(ref json, name, ref usage))
            {
                json.Skip();
            }
        }

        return usage;
    }

    private static Transition ReadTransition(ref JsonScanner json)
    {
        Channel? from = null, to = null;
        long? at = null;
        var version = 0L;
        json.BeginObject();
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

        if (from is null || to is null || at is null)
        {
            json.Fail("an open transition lacks one of its channels or its instant");
        }

        return new Transition(from.Value, to.Value, Instants.ToOffset(at.Value), version);
    }
}
