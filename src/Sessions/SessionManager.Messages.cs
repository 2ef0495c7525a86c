using System.Runtime.CompilerServices;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>How many messages a call reads at the most.</summary>
    /// <value>10,000</value>
    public const int MaxMessages = 10_000;

    /// <summary>Appends a message to a chat.</summary>
    public ValueTask<Session> AppendMessageAsync(
        string id,
        NewMessage message,
        CommitOptions options = default,
        string chat = Chat.Main,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(id, (message, chat), static (update, add) => update.AppendMessage(add.message, add.chat), options, cancellationToken);

    /// <summary>Appends several messages to a chat, all of them or none.</summary>
    public ValueTask<Session> AppendMessagesAsync(
        string id,
        IEnumerable<NewMessage> messages,
        CommitOptions options = default,
        string chat = Chat.Main,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return UpdateAsync(
            id, (messages: messages.ToArray(), chat), static (update, add) => update.AppendMessages(add.messages, add.chat), options, cancellationToken);
    }

    /// <summary>Clears the messages of a chat, for good.</summary>
    public ValueTask<Session> ClearConversationAsync(
        string id, CommitOptions options = default, string chat = Chat.Main, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, chat, static (update, name) => update.ClearConversation(name), options, cancellationToken);

    /// <summary>Reads the newest messages of a chat, oldest of them first.</summary>
    /// <param name="id">The session.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="chat">The chat; none of its messages when the session has no such chat.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public ValueTask<IReadOnlyList<Message>> ReadNewestMessagesAsync(
        string id, int limit = 50, string chat = Chat.Main, CancellationToken cancellationToken = default) =>
        ReadMessagesAsync(id, MessageRange.Newest(Check.Name(chat, "A chat"), Limit(limit)), cancellationToken);

    /// <summary>Reads one page further back: the newest messages with ordinals less than one that is known.</summary>
    public ValueTask<IReadOnlyList<Message>> ReadOlderMessagesAsync(
        string id, long beforeOrdinal, int limit = 50, string chat = Chat.Main, CancellationToken cancellationToken = default) =>
        ReadMessagesAsync(id, MessageRange.Older(Check.Name(chat, "A chat"), beforeOrdinal, Limit(limit)), cancellationToken);

    /// <summary>Reads forward: the oldest messages with ordinals greater than one that is known; zero to begin.</summary>
    public ValueTask<IReadOnlyList<Message>> ReadNewerMessagesAsync(
        string id, long afterOrdinal, int limit = 50, string chat = Chat.Main, CancellationToken cancellationToken = default) =>
        ReadMessagesAsync(id, MessageRange.Newer(Check.Name(chat, "A chat"), afterOrdinal, Limit(limit)), cancellationToken);

    private ValueTask<IReadOnlyList<Message>> ReadMessagesAsync(
        string id, MessageRange range, CancellationToken cancellationToken, [CallerMemberName] string method = "") => OperationSpan.IsWanted
            ? TraceReadAsync(id, range, method, cancellationToken)
            : ReadRangeAsync(id, range, cancellationToken);

    private ValueTask<IReadOnlyList<Message>> TraceReadAsync(
        string id, MessageRange range, string method, CancellationToken cancellationToken) => SpanAsync(
            id, (id, range, cancellationToken), static (manager, a) => manager.ReadRangeAsync(a.id, a.range, a.cancellationToken), method);

    private ValueTask<IReadOnlyList<Message>> ReadRangeAsync(string id, MessageRange range, CancellationToken cancellationToken)
    {
        var pending = StoreNow.ReadMessagesAsync(KeyOf(id), range, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<IReadOnlyList<Message>>(pending.Result ?? throw new SessionNotFoundException(id))
            : Wait(pending, id);

        static async ValueTask<IReadOnlyList<Message>> Wait(ValueTask<IReadOnlyList<Message>?> pending, string id) =>
            await pending.ConfigureAwait(false) ?? throw new SessionNotFoundException(id);
    }

    private static int Limit(int limit) => limit is >= 1 and <= MaxMessages
        ? limit
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A call reads 1 to 10,000 messages; page for more.");
}
