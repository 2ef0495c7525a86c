namespace Sessions.Events;

/// <summary>The messages of a chat were cleared. Ordinals go on counting.</summary>
public sealed class ConversationCleared : SessionEvent
{
    internal ConversationCleared(string chat) => Chat = chat;

    /// <inheritdoc/>
    public override string Kind => "cleared";

    /// <summary>The chat.</summary>
    public string Chat { get; }

    internal override StatusRule Rule => StatusRule.Active;

    internal override void Apply(Session next, long position) => next.ClearChat(Chat);
}
