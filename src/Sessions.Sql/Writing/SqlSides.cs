namespace Sessions.Sql;

/// <summary>What changes of sessions beside their rows and events: the difference between what they were and what they become.</summary>
internal sealed class SqlSides
{
    public List<(string Row, string Name, StateEntry Entry)> StateSet { get; } = [];

    public List<(string Row, string Name)> StateRemoved { get; } = [];

    public List<(string Row, string Name, JsonText Value)> MetadataSet { get; } = [];

    public List<(string Row, string Name)> MetadataRemoved { get; } = [];

    public List<(string Row, string Name)> TagsAdded { get; } = [];

    public List<(string Row, string Name)> TagsRemoved { get; } = [];

    public List<(string Row, string Name)> ChannelsAdded { get; } = [];

    public List<(string Row, string Name)> ChannelsRemoved { get; } = [];

    public bool IsEmpty => StateSet.Count + StateRemoved.Count + MetadataSet.Count + MetadataRemoved.Count
        + TagsAdded.Count + TagsRemoved.Count + ChannelsAdded.Count + ChannelsRemoved.Count == 0;

    public void Clear()
    {
        StateSet.Clear();
        StateRemoved.Clear();
        MetadataSet.Clear();
        MetadataRemoved.Clear();
        TagsAdded.Clear();
        TagsRemoved.Clear();
        ChannelsAdded.Clear();
        ChannelsRemoved.Clear();
    }

    public void Add(string row, Session? before, Session after)
    {
        AddState(row, before?.StateMap ?? SortedMap<StateEntry>.Empty, after.StateMap);
        AddMetadata(row, before?.Details.Metadata ?? SortedMap<JsonText>.Empty, after.Details.Metadata);
        AddTags(row, before, after);
        AddChannels(row, before, after);
    }

    private void AddState(string row, SortedMap<StateEntry> before, SortedMap<StateEntry> after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        foreach (var (name, entry) in after)
        {
            if (!before.TryGetValue(name, out var old) || old.Version != entry.Version)
            {
                StateSet.Add((row, name, entry));
            }
        }

        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                StateRemoved.Add((row, name));
            }
        }
    }

    private void AddMetadata(string row, SortedMap<JsonText> before, SortedMap<JsonText> after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        foreach (var (name, value) in after)
        {
            if (!before.TryGetValue(name, out var old) || old != value)
            {
                MetadataSet.Add((row, name, value));
            }
        }

        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                MetadataRemoved.Add((row, name));
            }
        }
    }

    private void AddTags(string row, Session? before, Session after)
    {
        if (before is not null && before.Tags == after.Tags)
        {
            return;
        }

        foreach (var tag in after.Tags)
        {
            if (before is null || !before.Tags.Contains(tag))
            {
                TagsAdded.Add((row, tag));
            }
        }

        foreach (var tag in before?.Tags ?? [])
        {
            if (!after.Tags.Contains(tag))
            {
                TagsRemoved.Add((row, tag));
            }
        }
    }

    // The arrays are made anew by each use; what matters are the names, and those seldom change.
    private void AddChannels(string row, Session? before, Session after)
    {
        foreach (var known in after.Channels)
        {
            if (before is null || !before.TryGetChannel(known.Channel, out _))
            {
                ChannelsAdded.Add((row, known.Channel.Name));
            }
        }

        if (before is null)
        {
            return;
        }

        foreach (var known in before.Channels)
        {
            if (!after.TryGetChannel(known.Channel, out _))
            {
                ChannelsRemoved.Add((row, known.Channel.Name));
            }
        }
    }
}
