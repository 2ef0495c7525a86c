using Sessions.Stores;

namespace Sessions.Tests.Refusals;

internal static class ReadRefusals
{
    public static IEnumerable<Refusal> All => [.. Limits(), .. Options(), .. Others()];

    private static IEnumerable<Refusal> Limits()
    {
        foreach (var limit in (int[])[0, -1, 10_001])
        {
            const string Words = "A call reads 1 to 10,000 messages; page for more.";
            yield return Refusal.Any<ArgumentOutOfRangeException>($"newest {limit}", Words, async m => await m.ReadNewestMessagesAsync("s", limit));
            yield return Refusal.Any<ArgumentOutOfRangeException>($"older {limit}", Words, async m => await m.ReadOlderMessagesAsync("s", 1, limit));
            yield return Refusal.Any<ArgumentOutOfRangeException>($"newer {limit}", Words, async m => await m.ReadNewerMessagesAsync("s", 1, limit));
        }

        foreach (var limit in (int[])[0, -1, 1001])
        {
            yield return Refusal.Any<ArgumentOutOfRangeException>($"page of {limit}", "A page holds 1 to 1,000 sessions.", async m => await m.ListAsync(limit: limit));
        }

        yield return Refusal.Any<ArgumentOutOfRangeException>("older than below zero", "before", async m => await m.ReadOlderMessagesAsync("s", -1));
        yield return Refusal.Any<ArgumentOutOfRangeException>("newer than below zero", "after", async m => await m.ReadNewerMessagesAsync("s", -1));
        yield return Refusal.Any<ArgumentOutOfRangeException>("watch from below zero", "afterVersion", m => Task.FromResult(m.WatchAsync("s", -1)));
        yield return Refusal.Any<ArgumentOutOfRangeException>("watch from the future", "belongs to another life of this id", async m => await m.WatchAsync("s", 2).GetAsyncEnumerator().MoveNextAsync());
    }

    private static IEnumerable<Refusal> Options()
    {
        (string Name, string Words, Action<SessionsOptions> Set)[] options =
        [
            ("idle timeout", "IdleTimeout is 00:00:00; it is at least one millisecond, or none (null).", o => o.IdleTimeout = TimeSpan.Zero),
            ("absolute lifetime", "AbsoluteLifetime is -00:00:01; it is at least one millisecond", o => o.AbsoluteLifetime = TimeSpan.FromSeconds(-1)),
            ("touch coalescing", "TouchCoalescing is -00:00:01; it is zero (record each use) or more", o => o.TouchCoalescing = TimeSpan.FromSeconds(-1)),
            ("retention", "Retention is 00:00:00; it is at least one millisecond", o => o.Retention = TimeSpan.Zero),
            ("cleanup interval", "CleanupInterval is -00:00:01; it is zero (off)", o => o.CleanupInterval = TimeSpan.FromSeconds(-1)),
            ("cleanup batch", "CleanupBatch is 0; it is 1 to 100,000.", o => o.CleanupBatch = 0),
            ("large cleanup batch", "CleanupBatch is 100001; it is 1 to 100,000.", o => o.CleanupBatch = 100_001),
            ("lease lifetime", "LeaseLifetime is 00:00:00; it is one millisecond to 49 days.", o => o.LeaseLifetime = TimeSpan.Zero),
            ("endless lease lifetime", "LeaseLifetime is 50.00:00:00; it is one millisecond to 49 days.", o => o.LeaseLifetime = TimeSpan.FromDays(50)),
            ("lease heartbeat", "LeaseHeartbeat is 00:00:00; it is", o => o.LeaseHeartbeat = TimeSpan.Zero),
            ("lease heartbeat of half the lifetime", "less than half of LeaseLifetime (00:00:30)", o => o.LeaseHeartbeat = TimeSpan.FromSeconds(15)),
        ];
        foreach (var (name, words, set) in options)
        {
            yield return Refusal.Any<ArgumentException>($"options: {name}", words, m =>
            {
                var wrong = new SessionsOptions();
                set(wrong);
                return Task.FromResult(new SessionManager(m.Store, wrong));
            });
        }

        yield return Refusal.Any<ArgumentNullException>("options: no store", "store", _ => Task.FromResult(new SessionManager(null!)));
    }

    private static IEnumerable<Refusal> Others()
    {
        yield return Refusal.Any<ArgumentException>("cursor of nobody", "The cursor is not one that a list in the order Id gave.", async m => await m.ListAsync(order: SessionOrder.Id, cursor: "?"));
        yield return Refusal.Any<ArgumentOutOfRangeException>("order unknown", "An order is one of the values of SessionOrder.", async m => await m.ListAsync(order: (SessionOrder)9));
        yield return Refusal.Any<ArgumentNullException>("delete by no filter", "filter", async m => await m.DeleteWhereAsync(null!));
        yield return Refusal.Any<SessionNotFoundException>("messages of nobody", "There is no session \"t\"", async m => await m.ReadNewestMessagesAsync("t"));
        yield return Refusal.Any<SessionNotFoundException>("figures of nobody", "There is no session \"t\"", async m => await m.GetStatisticsAsync("t"));
        yield return Refusal.Any<SessionNotFoundException>("lease of nobody", "There is no session \"t\"", async m => await m.AcquireLeaseAsync("t"));
        yield return Refusal.Any<ArgumentOutOfRangeException>("wait below zero", "A wait is zero or more; null fails at once.", async m => await m.AcquireLeaseAsync("s", wait: TimeSpan.FromTicks(-1)));
        foreach (var wrong in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(-1)])
        {
            yield return Refusal.Any<ArgumentOutOfRangeException>($"retention {wrong}", "A retention is at least one millisecond", async m => await m.CleanUpAsync(new CleanupRule { FinishedFor = wrong }));
            yield return Refusal.Any<ArgumentOutOfRangeException>($"age {wrong}", "An age is at least one millisecond", async m => await m.CleanUpAsync(new CleanupRule { UnusedFor = wrong }));
        }
    }
}
