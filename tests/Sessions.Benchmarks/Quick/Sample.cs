namespace Sessions.Benchmarks.Quick;

/// <summary>What all areas commit.</summary>
internal static class Sample
{
    /// <summary>200 bytes of text.</summary>
    public static readonly string Text = string.Concat(Enumerable.Repeat("0123456789", 20));

    /// <summary>As long as what a session's row says of it, in JSON.</summary>
    public static readonly string View = string.Concat(Enumerable.Repeat("0123456789", 70));

    public static readonly NewMessage Message = NewMessage.User(Text);

    /// <summary>The bytes of the message object itself, without its text.</summary>
    public static double MessageBytes { get; } = SizeOfMessage();

    public static SessionManager Begin(this SessionManager manager, string id, int messages, string chat = Chat.Main)
    {
        manager.CreateAsync(new NewSession { Id = id }).Now();
        return manager.Append(id, messages, chat);
    }

    public static SessionManager Append(this SessionManager manager, string id, int messages, string chat = Chat.Main)
    {
        for (var left = messages; left > 0; left -= 1000)
        {
            manager.AppendMessagesAsync(id, Enumerable.Repeat(Message, Math.Min(left, 1000)), chat: chat).Now();
        }

        return manager;
    }

    private static double SizeOfMessage()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new Message(Chat.Main, MessageRole.User, Text, null, null, null));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
