namespace Sessions.Events;

/// <summary>Keys of the state were set or removed, each as a whole.</summary>
public sealed class StateChanged : SessionEvent
{
    internal StateChanged(IReadOnlyDictionary<string, JsonText> set, IReadOnlyList<string> removed)
    {
        Set = set;
        Removed = removed;
    }

    /// <inheritdoc/>
    public override string Kind => "state";

    /// <summary>The keys that were set, with their values.</summary>
    public IReadOnlyDictionary<string, JsonText> Set { get; }

    /// <summary>The keys that were removed.</summary>
    public IReadOnlyList<string> Removed { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position)
    {
        var state = next.StateMap;
        foreach (var key in Removed)
        {
            state = state.Remove(key);
        }

        // The map is walked by its own type: through the interface every commit would allocate an enumerator.
        foreach (var entry in (SortedMap<JsonText>)Set)
        {
            state = state.Set(entry.Key, new StateEntry(entry.Value, Channel, AtTicks, Version));
        }

        next.StateMap = state;
    }
}
