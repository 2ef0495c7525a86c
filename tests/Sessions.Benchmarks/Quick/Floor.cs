namespace Sessions.Benchmarks.Quick;

/// <summary>
/// The least that any in-memory store could do for a message or a value: look a session up, lock it, make the message and
/// add it to a list. It keeps none of the promises.
/// </summary>
internal sealed class Floor
{
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);

    public void Begin(string id) => _sessions[id] = new Entry();

    public void Commit(string id, string text)
    {
        var entry = _sessions[id];
        lock (entry)
        {
            entry.Messages.Add(new Message(Chat.Main, MessageRole.User, text, null, null, null));
        }
    }

    public object View(string id) => _sessions[id];

    public Message[] Newest(string id, int count)
    {
        var entry = _sessions[id];
        lock (entry)
        {
            var messages = new Message[Math.Min(count, entry.Messages.Count)];
            entry.Messages.CopyTo(entry.Messages.Count - messages.Length, messages, 0, messages.Length);
            return messages;
        }
    }

    public JsonText Merge(string id, string key, JsonText value)
    {
        var entry = _sessions[id];
        lock (entry)
        {
            entry.State[key] = value;
            return entry.State[key];
        }
    }

    private sealed class Entry
    {
        public List<Message> Messages { get; } = [];

        public Dictionary<string, JsonText> State { get; } = new(StringComparer.Ordinal);
    }
}
