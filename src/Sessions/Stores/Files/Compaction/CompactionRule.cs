using Sessions.Events;

namespace Sessions.Stores.Files;

/// <summary>
/// What compaction keeps. Behind the horizon, changes of the state go, since a view of all of them stands at the horizon;
/// messages, links, what happened to the session's life and what the app recorded itself stay for ever.
/// </summary>
/// <param name="Version">The horizon lies behind this version, or</param>
/// <param name="Instant">before this instant, whichever is later.</param>
/// <param name="FirstKeyed">Keyed commits from this version on are remembered, whatever is in them.</param>
internal readonly record struct CompactionRule(long Version, long Instant, long FirstKeyed)
{
    public bool IsBehind(Commit commit) => commit.LastVersion <= Version || commit.AtTicks < Instant;

    /// <summary>What is kept of a commit behind the horizon, as many events as it has; null where nothing is.</summary>
    public SessionEvent[]? Keep(Commit commit)
    {
        var events = commit.EventArray;
        var rest = 0;
        SessionEvent[]? stripped = null;
        for (var i = 0; i < events.Length; i++)
        {
            if (IsSuperseded(events[i]))
            {
                stripped ??= [.. events];
                stripped[i] = new SupersededEvent();
                stripped[i].Stamp(events[i].Version, commit.AtTicks, commit.Channel);
            }
            else if (events[i] is not SupersededEvent)
            {
                rest++;
            }
        }

        return rest > 0 || IsRemembered(commit) ? stripped ?? events : null;
    }

    // What a newer build added to an event or a commit may matter to it however old it is.
    private static bool IsSuperseded(SessionEvent change) => change is StateChanged { UnknownFields: null };

    private bool IsRemembered(Commit commit) =>
        commit.UnknownFields is not null || (commit.IdempotencyKey is not null && commit.FirstVersion >= FirstKeyed);
}
