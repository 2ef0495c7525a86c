using System.Collections.Immutable;

namespace Sessions;

/// <summary>The figures of a session, drawn from its view: they cost the same however long its history is.</summary>
public sealed class SessionStatistics
{
    internal SessionStatistics(Session session, DateTimeOffset now)
    {
        Session = session;
        Age = now - session.CreatedAt;
        Idle = now - session.LastUsedAt;
        Activity = session.IsFinished || session.Status == SessionStatus.Paused ? ActivityLevel.None
            : Idle < TimeSpan.FromMinutes(5) ? ActivityLevel.High
            : Idle < TimeSpan.FromHours(1) ? ActivityLevel.Medium
            : ActivityLevel.Low;
    }

    /// <summary>The view that the figures are drawn from.</summary>
    public Session Session { get; }

    /// <summary>Messages by role, over all chats.</summary>
    public MessageCounts Messages => Session.Messages;

    /// <summary>The chats, each with its messages by role.</summary>
    public ImmutableArray<Chat> Chats => Session.Chats;

    /// <summary>How many invocations are linked.</summary>
    public long Invocations => Session.Invocations.Count;

    /// <summary>The tools used, with their counts.</summary>
    public IReadOnlyDictionary<string, long> ToolsUsed => Session.Invocations.Tools;

    /// <summary>How long the invocations ran, all together.</summary>
    public TimeSpan InvocationDuration => Session.Invocations.Duration;

    /// <summary>How long an invocation ran on average; zero where there is none.</summary>
    public TimeSpan MeanInvocationDuration => Invocations == 0 ? TimeSpan.Zero : InvocationDuration / Invocations;

    /// <summary>The tokens used and their estimated cost.</summary>
    public TokenUsage Usage => Session.Usage;

    /// <summary>How long ago it was created.</summary>
    public TimeSpan Age { get; }

    /// <summary>How long ago it was last used.</summary>
    public TimeSpan Idle { get; }

    /// <summary>When it was last used (UTC).</summary>
    public DateTimeOffset LastActivity => Session.LastUsedAt;

    /// <summary>How lively it is.</summary>
    public ActivityLevel Activity { get; }

    /// <summary>Whether it is active.</summary>
    public bool IsActive => Session.Status == SessionStatus.Active;

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused => Session.Status == SessionStatus.Paused;
}
