using Sessions.Stores;

namespace Sessions.Diagnostics;

/// <summary>Watches a decision while somebody listens: how often it was run, and how the last run ended.</summary>
internal sealed class CommitWatch(CommitDecision decide)
{
    private bool _refused;
    private bool _empty;

    public int Runs { get; private set; }

    public Decision Decide(Session? current, DateTimeOffset now)
    {
        Runs++;
        _refused = true;
        var decision = decide(current, now);
        _refused = decision.Refusal is not null;
        _empty = decision.Events.Length == 0;
        return decision;
    }

    public string Outcome(in CommitResult result) => result.Replayed ? "replayed" : _empty ? "unchanged" : "appended";

    public string Outcome(Exception error) => error switch
    {
        OperationCanceledException => "cancelled",
        SessionConflictException => "conflict",
        SessionBusyException or SessionDamagedException or SessionStoreUnavailableException or SessionStoreNotReadyException => "failed",
        SessionException or ArgumentException => "refused",
        _ => _refused ? "refused" : "failed",
    };
}
