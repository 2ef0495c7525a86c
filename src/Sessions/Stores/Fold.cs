using Sessions.Events;

namespace Sessions.Stores;

/// <summary>The one fold: applies commits and unversioned uses to a view.</summary>
internal static class Fold
{
    /// <summary>Stamps the events of a new commit while folding them, and checks each against the status it meets.</summary>
    public static Session Stamp(SessionKey key, Session? current, Commit commit)
    {
        var next = current?.Copy() ?? new Session(key);
        var version = commit.FirstVersion;
        foreach (var change in commit.EventArray)
        {
            StatusRules.Check(next, change);
            if (change is MessageAppended { Message: var message })
            {
                Place(next, message, commit.Position);
            }

            change.Stamp(version, commit.AtTicks, commit.Channel);
            next.Version = version++;
            change.Apply(next, commit.Position);
        }

        if (commit.IdempotencyKey is not null && next.KeyPosition >= 0)
        {
            commit.KeyBack = commit.Position - next.KeyPosition;
        }

        Finish(next, commit);
        commit.ExpiryTicks = next.ExpiryTicks;
        return next;
    }

    /// <summary>Folds a commit that was read from a log: its events are stamped, and were checked when they were made.</summary>
    public static Session Apply(SessionKey key, Session? current, Commit commit)
    {
        var next = current?.Copy() ?? new Session(key);
        ApplyTo(next, commit);
        return next;
    }

    /// <summary>As <see cref="Apply"/>, on a view that nobody else can see: opening a log copies it once, not for each commit.</summary>
    public static void ApplyTo(Session next, Commit commit)
    {
        foreach (var change in commit.EventArray)
        {
            next.Version = change.Version;
            change.Apply(next, commit.Position);
        }

        Finish(next, commit);
    }

    private static void Finish(Session next, Commit commit)
    {
        next.UpdatedTicks = commit.AtTicks;
        if (commit.IdempotencyKey is not null)
        {
            next.KeyPosition = commit.Position;
        }

        next.Use(commit.Channel, commit.AtTicks, extends: true);
        next.RecomputeExpiry();
    }

    private static void Place(Session next, Message message, long position)
    {
        if (next.TryGetChat(message.Chat, out var chat))
        {
            message.Ordinal = chat.LastOrdinal + 1;
            message.Back = position - chat.Position;
            return;
        }

        if (next.Chats.Length >= Session.MaxChats)
        {
            throw new SessionLimitException(
                "chats", Session.MaxChats, $"Session \"{next.Id}\" has {Session.MaxChats} chats, the most it can have. Use one of them, or another session.");
        }

        message.Ordinal = 1;
    }
}
