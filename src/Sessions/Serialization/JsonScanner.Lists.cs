using System.Collections.Immutable;

namespace Sessions.Serialization;

internal ref partial struct JsonScanner
{
    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        BeginArray();
        while (NextItem())
        {
            names.Add(Name());
        }

        return names;
    }

    public ImmutableArray<string> Tags() => [.. Names()];

    public SessionStatus Status()
    {
        var name = RawString();
        foreach (var status in (ReadOnlySpan<SessionStatus>)
            [SessionStatus.Active, SessionStatus.Paused, SessionStatus.Completed, SessionStatus.Failed, SessionStatus.Abandoned])
        {
            if (EventWriter.NameOf(status)[1..^1].SequenceEqual(name))
            {
                return status;
            }
        }

        Fail("a status was expected that this build knows");
        return default;
    }
}
