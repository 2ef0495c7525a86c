using Sessions.Stores;

namespace Sessions.Sample.WalkThrough;

/// <summary>Lets a second session grow old, and cleans up.</summary>
internal sealed class Expiry(SessionManager sessions, AdjustableClock clock, Narrator narrator)
{
    public async Task RunAsync(string kept, CancellationToken cancellationToken)
    {
        narrator.Chapter("A session that nobody uses expires");
        var draft = await sessions.CreateAsync(
            new NewSession { UserId = "bob", Purpose = "A question never asked", IdleTimeout = TimeSpan.FromMinutes(30) },
            Channel.Cli,
            cancellationToken);
        await using var feed = new LiveFeed(sessions, draft.Id);
        await feed.ShowThroughAsync(draft.Version, cancellationToken);
        clock.Advance(TimeSpan.FromMinutes(45));
        Narrator.Say("… 45 minutes later");
        var found = await sessions.FindAsync(draft.Id, Channel.Api, cancellationToken);
        narrator.Check(found is null, "it is gone from the instant of its expiry, cleaned up or not");

        var heard = new List<RemovedSession>();
        var removed = await sessions.CleanUpAsync(
            removed: (session, _) =>
            {
                heard.Add(session);
                return ValueTask.CompletedTask;
            },
            cancellationToken: cancellationToken);
        narrator.Check(removed == 1 && heard is [{ Reason: RemovalReason.Expired }] && heard[0].Session.Id == draft.Id, "cleanup removes it, and says which and why");
        var ended = await feed.EndAsync(cancellationToken);
        narrator.Check(ended.Reason == RemovalReason.Expired, "its watchers are told");
        narrator.Check(await sessions.FindAsync(kept, Channel.Api, cancellationToken) is not null, "alice's session, which lives for two hours unused, is still there");
    }
}
