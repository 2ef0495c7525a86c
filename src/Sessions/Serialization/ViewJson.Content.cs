namespace Sessions.Serialization;

internal static partial class ViewJson
{
    private static void WriteChats(LineWriter writer, Session view)
    {
        writer.Raw(",\"chats\":["u8);
        var chats = view.Chats.AsSpan();
        for (var i = 0; i < chats.Length; i++)
        {
            ref readonly var chat = ref chats[i];
            writer.Raw(i == 0 ? "{\"chat\":"u8 : ",{\"chat\":"u8);
            writer.Text(chat.Name);
            writer.Optional(",\"system\":"u8, (long)chat.Messages.System);
            writer.Optional(",\"user\":"u8, (long)chat.Messages.User);
            writer.Optional(",\"assistant\":"u8, (long)chat.Messages.Assistant);
            writer.Optional(",\"tool\":"u8, (long)chat.Messages.Tool);
            writer.Raw(",\"last\":"u8);
            writer.Int64(chat.LastOrdinal);
            writer.Optional(",\"cleared\":"u8, chat.ClearedThrough);
            writer.Optional(",\"pos\":"u8, chat.Position);
            writer.Byte((byte)'}');
        }

        writer.Byte((byte)']');
    }

    private static void WriteCalls(LineWriter writer, InvocationTotals totals)
    {
        if (totals.Count == 0)
        {
            return;
        }

        writer.Raw(",\"calls\":{\"count\":"u8);
        writer.Int64(totals.Count);
        writer.Optional(",\"failed\":"u8, totals.Failed);
        writer.Raw(",\"dur\":"u8);
        writer.Duration(totals.Duration.Ticks);
        writer.Raw(",\"tools\":{"u8);
        var any = false;
        foreach (var (tool, count) in (SortedMap<long>)totals.Tools)
        {
            writer.Raw(any ? ","u8 : default);
            writer.Text(tool);
            writer.Byte((byte)':');
            writer.Int64(count);
            any = true;
        }

        writer.Raw("}}"u8);
    }

    private static void WriteState(LineWriter writer, SortedMap<StateEntry> state)
    {
        if (state.Count == 0)
        {
            return;
        }

        writer.Raw(",\"state\":{"u8);
        var any = false;
        foreach (var (key, entry) in state)
        {
            writer.Raw(any ? ","u8 : default);
            writer.Text(key);
            writer.Raw(":{\"n\":"u8);
            writer.Int64(entry.Version);
            WriteInstant(writer, ",\"t\":"u8, entry.AtTicks);
            writer.Optional(",\"c\":"u8, entry.Channel);
            TextMaps.WriteValue(writer, ",\"v\":"u8, ",\"vs\":"u8, entry.Value.Utf8);
            writer.Byte((byte)'}');
            any = true;
        }

        writer.Byte((byte)'}');
    }
}
