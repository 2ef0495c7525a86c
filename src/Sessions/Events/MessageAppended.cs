namespace Sessions.Events;

/// <summary>A message was appended to a chat.</summary>
public sealed class MessageAppended : SessionEvent
{
    internal MessageAppended(Message message) => Message = message;

    /// <inheritdoc/>
    public override string Kind => "message";

    /// <summary>The message.</summary>
    public Message Message { get; }

    internal override StatusRule Rule => StatusRule.Active;

    internal override void Stamp(long version, long at, Channel channel)
    {
        base.Stamp(version, at, channel);
        Message.Stamp(version, at, channel);
    }

    internal override void Apply(Session next, long position) => next.AppendToChat(Message, position);
}
