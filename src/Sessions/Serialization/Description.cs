namespace Sessions.Serialization;

/// <summary>What describes a session, as it stands in events and views.</summary>
internal struct Description()
{
    public string? DisplayName { get; private set; }

    public string? Purpose { get; private set; }

    public IReadOnlyList<string>? Tags { get; private set; }

    public SortedMap<JsonText> Metadata { get; private set; } = SortedMap<JsonText>.Empty;

    public SortedMap<JsonText> Preferences { get; private set; } = SortedMap<JsonText>.Empty;

    /// <summary>Reads one field, if the name is that of one.</summary>
    public bool TryRead(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("name"u8))
        {
            DisplayName = json.Text();
        }
        else if (name.SequenceEqual("purpose"u8))
        {
            Purpose = json.Text();
        }
        else if (name.SequenceEqual("tags"u8))
        {
            Tags = json.Names();
        }
        else if (name.SequenceEqual("meta"u8) || name.SequenceEqual("metas"u8))
        {
            var map = Metadata;
            TextMaps.Read(ref json, escaped: name.Length == 5, ref map);
            Metadata = map;
        }
        else if (name.SequenceEqual("pref"u8) || name.SequenceEqual("prefs"u8))
        {
            var map = Preferences;
            TextMaps.Read(ref json, escaped: name.Length == 5, ref map);
            Preferences = map;
        }
        else
        {
            return false;
        }

        return true;
    }
}
