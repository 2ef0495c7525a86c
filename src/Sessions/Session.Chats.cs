using System.Runtime.InteropServices;

namespace Sessions;

public sealed partial class Session
{
    /// <summary>How many chats a session can have.</summary>
    /// <value>256</value>
    public const int MaxChats = 256;

    /// <summary>How many messages it has, by role, over all chats.</summary>
    public MessageCounts Messages
    {
        get
        {
            var total = default(MessageCounts);
            foreach (var chat in Chats)
            {
                total += chat.Messages;
            }

            return total;
        }
    }

    /// <summary>Finds a chat by its name.</summary>
    /// <returns>Whether the session has such a chat.</returns>
    public bool TryGetChat(string name, out Chat chat)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = IndexOfChat(name);
        chat = index >= 0 ? Chats[index] : default;
        return index >= 0;
    }

    internal void AppendToChat(Message message, long position)
    {
        var index = IndexOfChat(message.Chat);
        if (index < 0)
        {
            Chats = Chats.Add(new Chat(message.Chat, default(MessageCounts).With(message.Role), message.Ordinal, 0, position));
            return;
        }

        var old = Chats[index];
        SetChat(index, new Chat(old.Name, old.Messages.With(message.Role), message.Ordinal, old.ClearedThrough, position));
    }

    internal void ClearChat(string name)
    {
        var index = IndexOfChat(name);
        if (index >= 0)
        {
            var old = Chats[index];
            SetChat(index, new Chat(old.Name, default, old.LastOrdinal, old.LastOrdinal, old.Position));
        }
    }

    internal int IndexOfChat(string name)
    {
        var chats = Chats.AsSpan();
        for (var i = 0; i < chats.Length; i++)
        {
            if (ReferenceEquals(chats[i].Name, name) || chats[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void SetChat(int index, Chat chat)
    {
        var copy = Chats.AsSpan().ToArray();
        copy[index] = chat;
        Chats = ImmutableCollectionsMarshal.AsImmutableArray(copy);
    }
}
