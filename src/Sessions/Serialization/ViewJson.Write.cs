namespace Sessions.Serialization;

/// <summary>
/// The whole view of a session as one JSON object: in snapshots, in the catalog, in tables. Objects within it are closed;
/// what a newer build adds, it adds at the top level, where an older one keeps it.
/// </summary>
internal static partial class ViewJson
{
    /// <summary>Appends a view.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="view">The view.</param>
    /// <param name="includeState">Whether the values of the state are written; summaries do without.</param>
    public static void Write(LineWriter writer, Session view, bool includeState = true)
    {
        var details = view.Details;
        writer.Raw("{\"n\":"u8);
        writer.Int64(view.Version);
        if (details.Partition.Length > 0)
        {
            writer.Raw(",\"p\":"u8);
            writer.Text(details.Partition);
        }

        writer.Raw(",\"id\":"u8);
        writer.Text(details.Id);
        writer.Raw(",\"inc\":"u8);
        writer.Text(details.Incarnation);
        WriteDetails(writer, details);
        WriteUse(writer, view);
        WriteChats(writer, view);
        WriteCalls(writer, view.Invocations);
        if (includeState)
        {
            WriteState(writer, view.StateMap);
        }

        writer.Unknown(details.UnknownFields);
        writer.Byte((byte)'}');
    }

    private static void WriteDetails(LineWriter writer, SessionDetails details)
    {
        writer.Optional(",\"user\":"u8, details.UserId);
        writer.Optional(",\"name\":"u8, details.DisplayName);
        writer.Optional(",\"purpose\":"u8, details.Purpose);
        if (!details.Tags.IsDefaultOrEmpty)
        {
            writer.Names(",\"tags\":"u8, details.Tags);
        }

        TextMaps.Write(writer, ",\"meta\":"u8, ",\"metas\":"u8, details.Metadata);
        TextMaps.Write(writer, ",\"pref\":"u8, ",\"prefs\":"u8, details.Preferences);
        WriteInstant(writer, ",\"created\":"u8, details.CreatedAt);
        writer.Optional(",\"by\":"u8, details.CreatedBy);
        if (details.Status != SessionStatus.Active)
        {
            writer.Raw(",\"status\":"u8);
            writer.Raw(EventWriter.NameOf(details.Status));
        }

        writer.Optional(",\"reason\":"u8, details.StatusReason);
        if (details.FinishedAt != 0)
        {
            WriteInstant(writer, ",\"finished\":"u8, details.FinishedAt);
        }

        EventWriter.WriteLifetime(writer, details.IdleTimeout, details.Sliding, Instants.ToOptional(details.AbsoluteExpiry));
        writer.Raw(details.Pinned ? ",\"pinned\":true"u8 : default);
        if (details.MemoryPool is { } pool)
        {
            writer.Raw(",\"pool\":{\"name\":"u8);
            writer.Text(pool.Name);
            writer.Raw(pool.Shared ? ",\"shared\":true}"u8 : "}"u8);
        }

        if (details.Usage != default)
        {
            writer.Raw(",\"usage\":{"u8);
            EventWriter.WriteUsage(writer, details.Usage);
            writer.Byte((byte)'}');
        }

        if (details.OpenTransition is { } open)
        {
            writer.Raw(",\"open\":{\"from\":"u8);
            writer.Text(open.From.Name);
            writer.Raw(",\"to\":"u8);
            writer.Text(open.To.Name);
            WriteInstant(writer, ",\"t\":"u8, open.BegunAt.UtcTicks);
            writer.Raw(",\"n\":"u8);
            writer.Int64(open.Version);
            writer.Byte((byte)'}');
        }

        writer.Optional(",\"transitions\":"u8, details.TransitionCount);
    }

    private static void WriteUse(LineWriter writer, Session view)
    {
        WriteInstant(writer, ",\"updated\":"u8, view.UpdatedTicks);
        WriteInstant(writer, ",\"used\":"u8, view.LastUsedTicks);
        WriteInstant(writer, ",\"idleFrom\":"u8, view.IdleFromTicks);
        writer.Optional(",\"c\":"u8, view.CurrentChannel);
        writer.Raw(",\"channels\":["u8);
        var channels = view.Channels.AsSpan();
        for (var i = 0; i < channels.Length; i++)
        {
            ref readonly var known = ref channels[i];
            writer.Raw(i == 0 ? "{\"c\":"u8 : ",{\"c\":"u8);
            writer.Text(known.Channel.Name);
            WriteInstant(writer, ",\"first\":"u8, known.FirstTicks);
            WriteInstant(writer, ",\"last\":"u8, known.LastTicks);
            writer.Raw(",\"n\":"u8);
            writer.Int64(known.Count);
            writer.Byte((byte)'}');
        }

        writer.Byte((byte)']');
        if (view.Lease is { } lease)
        {
            writer.Raw(",\"lease\":{\"holder\":"u8);
            writer.Text(lease.Holder);
            writer.Raw(",\"fence\":"u8);
            writer.Int64(lease.FencingToken);
            WriteInstant(writer, ",\"until\":"u8, lease.ExpiresAt.UtcTicks);
            writer.Byte((byte)'}');
        }

        writer.Optional(",\"fence\":"u8, view.LastFencingToken);
        writer.Optional(",\"keyPos\":"u8, Math.Max(0, view.KeyPosition));
        writer.Optional(",\"horizon\":"u8, view.Details.Horizon);
    }

    private static void WriteInstant(LineWriter writer, ReadOnlySpan<byte> name, long ticks)
    {
        writer.Raw(name);
        writer.Instant(ticks);
    }
}
