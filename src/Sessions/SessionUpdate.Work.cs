using Sessions.Events;

namespace Sessions;

public sealed partial class SessionUpdate
{
    /// <summary>Appends a message to a chat.</summary>
    /// <param name="message">The message.</param>
    /// <param name="chat">The chat, 1 to 256 characters; it begins with its first message.</param>
    public SessionUpdate AppendMessage(NewMessage message, string chat = Chat.Main)
    {
        message.Validate();
        Check.Name(chat, "A chat");
        return Add(new MessageAppended(new Message(
            chat, message.Role, message.Content, message.ToolName, message.InvocationId, message.Payload?.ToBytes())));
    }

    /// <summary>Appends several messages to a chat, in order.</summary>
    public SessionUpdate AppendMessages(IEnumerable<NewMessage> messages, string chat = Chat.Main)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            AppendMessage(message, chat);
        }

        return this;
    }

    /// <summary>Clears the messages of a chat; a chat that is not there is no error.</summary>
    public SessionUpdate ClearConversation(string chat = Chat.Main)
    {
        Check.Name(chat, "A chat");
        return Add(new ConversationCleared(chat));
    }

    /// <summary>Links an invocation; one that is linked already is passed over.</summary>
    public SessionUpdate LinkInvocation(Invocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        return Add(new InvocationLinked(invocation.Validated()));
    }

    /// <summary>Adds tokens and their cost to the session's usage.</summary>
    public SessionUpdate RecordUsage(TokenUsage usage) => Add(new UsageRecorded(usage.Validated()));

    /// <summary>Begins a switch to another channel; one that was begun before and not completed is given up.</summary>
    public SessionUpdate BeginTransition(Channel to, string? reason = null) =>
        Add(new TransitionBegun(Session.CurrentChannel, to, Text(reason)));

    /// <summary>Completes the switch between channels that is open.</summary>
    /// <exception cref="InvalidOperationException">No switch is open.</exception>
    public SessionUpdate CompleteTransition() =>
        Add(new TransitionCompleted(
            (Session.OpenTransition ?? throw new InvalidOperationException(
                $"Session \"{Session.Id}\" has no open transition. Begin one first.")).Version));

    /// <summary>Records something of the app's own.</summary>
    /// <param name="name">What happened, 1 to 256 characters.</param>
    /// <param name="data">Any data.</param>
    public SessionUpdate AddEvent(string name, JsonText data = default) => Add(new CustomEvent(Check.Name(name, "An event name"), data));

    private static string? Text(string? text)
    {
        if (text is not null)
        {
            Check.Utf16(text, nameof(text));
        }

        return text;
    }
}
