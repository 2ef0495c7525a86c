using Sessions.Events;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Commits of the view that was read, after a version.</summary>
    public static LogPage ReadLog(in LogReading reading, long afterVersion, int limit)
    {
        var view = reading.View!;
        // What is behind the horizon has gaps, which only those may pass over who know what they are missing.
        var horizon = view.Details.Horizon;
        var from = Math.Max(afterVersion, horizon);
        return new LogPage(view, ReadKept(reading, from, limit), from > afterVersion ? horizon : 0);
    }

    /// <summary>Commits of the view that was read, after a version: behind the horizon, those that are left.</summary>
    public static List<Commit> ReadKept(in LogReading reading, long afterVersion, int limit)
    {
        var view = reading.View!;
        if (afterVersion >= view.Version)
        {
            return [];
        }

        var known = reading.IsPublished ? reading.Open!.Tail.TryReadLog(afterVersion, view.Version, limit) : null;
        return known ?? LogVersions.Read(reading.Open!.File, afterVersion, view, limit);
    }

    /// <summary>Under the lock: whether a commit that is written links an invocation.</summary>
    public bool IsLinked(string invocationId)
    {
        foreach (var hint in engine.Links.Find(Key.Partition, invocationId))
        {
            if (hint.Session.Id == Key.Id && Proves(_open!.File, _view!, hint))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a log holds the link that a hint speaks of.</summary>
    public static bool Proves(LogFile file, Session view, LinkHint hint)
    {
        if (hint.Incarnation != view.Incarnation || hint.Version > view.Version)
        {
            return false;
        }

        foreach (var commit in LogVersions.Read(file, hint.Version - 1, view, limit: 1))
        {
            foreach (var change in commit.EventArray)
            {
                if (change is InvocationLinked linked && linked.Invocation.Id == hint.Invocation)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Under the lock: the keyed commits that the session remembers.</summary>
    public List<Commit> ReadKeys(LogFile file, Session written)
    {
        try
        {
            return LogKeys.Read(file, written);
        }
        catch (LineDamageException damage)
        {
            throw engine.Repair.Damaged(file, Key, damage);
        }
    }
}
