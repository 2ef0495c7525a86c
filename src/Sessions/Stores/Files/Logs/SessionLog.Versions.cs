using Sessions.Events;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Commits of the view that was read, after a version.</summary>
    public static LogPage ReadLog(in LogReading reading, long afterVersion, int limit)
    {
        var view = reading.View!;
        if (afterVersion >= view.Version)
        {
            return new LogPage(view, [], 0);
        }

        var commits = reading.IsPublished ? reading.Open!.Tail.TryReadLog(afterVersion, view.Version, limit) : null;
        commits ??= LogVersions.Read(reading.Open!.File, afterVersion, view, limit);
        var first = commits.Count > 0 ? commits[0].FirstVersion : view.Version + 1;
        return new LogPage(view, commits, first > afterVersion + 1 ? first - 1 : 0);
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

    /// <summary>Under the lock: a commit that another line points to.</summary>
    public Commit ReadCommit(LogWindow window, long position, long limit)
    {
        try
        {
            return LogLines.ReadCommit(window.LineAt(position, limit), position);
        }
        catch (LineDamageException damage)
        {
            throw engine.Repair.Damaged(_open!.File, Key, damage);
        }
    }
}
