using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// Takes the lease of the one session that all processes want it of, commits a few times under it, and gives it back. It is so
/// short that who was killed or stopped with it loses it to another one.
/// </summary>
internal sealed class FencedTask(ISessionStore store, Acknowledgements log, WorkloadPlan plan)
{
    /// <summary>The session; it is in a partition of its own, away from those that are listed.</summary>
    public const string Session = "leased";

    public const string Partition = "leases";

    private readonly SessionManager _manager = new SessionManager(
        store, new SessionsOptions { LeaseLifetime = TimeSpan.FromSeconds(1), LeaseHeartbeat = TimeSpan.FromMilliseconds(300) }).ForPartition(Partition);

    private readonly Random _random = new(plan.Seed + plan.Life);

    /// <returns>How many commits were answered.</returns>
    public async Task<long> RunAsync(CancellationToken stop)
    {
        var answered = 0L;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _manager.GetOrCreateAsync(Session, new NewSession { NoIdleTimeout = true }, cancellationToken: CancellationToken.None);
                await using var lease = await _manager.AcquireLeaseAsync(Session, wait: TimeSpan.FromSeconds(2), cancellationToken: CancellationToken.None);
                for (var number = 1 + _random.Next(4); number > 0; number--)
                {
                    var mark = new FencedMark(lease.Token.FencingToken, $"{plan.Slot}.{plan.Life}", (int)(++answered));
                    await _manager.AppendMessageAsync(Session, NewMessage.Assistant(mark.ToString()), new CommitOptions { Lease = lease.Token }, cancellationToken: CancellationToken.None);
                    log.Fenced(mark);
                }
            }
            catch (Exception error) when (error is SessionBusyException or LeaseLostException)
            {
                // Another one has it; or this process was stopped for longer than it may have it.
            }
        }

        return answered;
    }
}
