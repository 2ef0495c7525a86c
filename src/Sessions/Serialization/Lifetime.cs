namespace Sessions.Serialization;

/// <summary>How long a session lives, as it stands in events and views.</summary>
internal struct Lifetime()
{
    public TimeSpan? Idle { get; private set; }

    public bool Sliding { get; private set; } = true;

    public long Absolute { get; private set; } = Instants.Never;

    /// <summary>Reads one field, if the name is that of one.</summary>
    public bool TryRead(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("idle"u8))
        {
            Idle = new TimeSpan(json.Duration());
        }
        else if (name.SequenceEqual("sliding"u8))
        {
            Sliding = json.Boolean();
        }
        else if (name.SequenceEqual("abs"u8))
        {
            Absolute = json.Instant();
        }
        else
        {
            return false;
        }

        return true;
    }

    public readonly DateTimeOffset? End => Absolute == Instants.Never ? null : Instants.ToOffset(Absolute);
}
