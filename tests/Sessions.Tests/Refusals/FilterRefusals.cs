using Sessions.Stores;

namespace Sessions.Tests.Refusals;

/// <summary>Every property of a filter, in every call that takes one, and the orders and cursors of lists.</summary>
internal static class FilterRefusals
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string Long = new('x', 257);

    public static IEnumerable<Refusal> All => [.. Filters(), .. Cursors(), .. Cleanups()];

    private static IEnumerable<Refusal> Filters()
    {
        (string What, Type Error, string Words, SessionFilter Filter)[] filters =
        [
            ("user empty", typeof(ArgumentException), "A user id is a text of 1 to 256 characters; this one has 0.", new() { UserId = "" }),
            ("user too long", typeof(ArgumentException), "A user id is a text of 1 to 256 characters; this one has 257.", new() { UserId = Long }),
            ("user cut in half", typeof(ArgumentException), "half a surrogate pair", new() { UserId = "\uD83D" }),
            ("status unknown", typeof(ArgumentOutOfRangeException), "A status is Active, Paused, Completed, Failed or Abandoned.", new() { Statuses = [SessionStatus.Active, (SessionStatus)9] }),
            ("any tag null", typeof(ArgumentNullException), "A tag is a text of 1 to 256 characters; this one is null.", new() { AnyTags = ["x", null!] }),
            ("any tag empty", typeof(ArgumentException), "A tag is a text of 1 to 256 characters; this one has 0. (Parameter 'AnyTags')", new() { AnyTags = [""] }),
            ("all tags too long", typeof(ArgumentException), "A tag is a text of 1 to 256 characters; this one has 257. (Parameter 'AllTags')", new() { AllTags = ["x", Long] }),
            ("metadata key empty", typeof(ArgumentException), "A metadata key is a text of 1 to 256 characters; this one has 0.", new() { Metadata = new Dictionary<string, JsonText> { [""] = 1 } }),
            ("created from after before", typeof(ArgumentException), "CreatedFrom (2026-01-01T00:00:00.0000000+00:00) lies after CreatedBefore", new() { CreatedFrom = Now, CreatedBefore = Now.AddTicks(-1) }),
            ("updated from after before", typeof(ArgumentException), "UpdatedFrom (2026-01-01T00:00:00.0000000+00:00) lies after UpdatedBefore", new() { UpdatedFrom = Now, UpdatedBefore = Now.AddDays(-1) }),
        ];
        foreach (var (what, error, words, filter) in filters)
        {
            yield return new($"list: {what}", error, words, async m => await m.ListAsync(filter));
            yield return new($"count: {what}", error, words, async m => await m.CountAsync(filter));
            yield return new($"delete: {what}", error, words, async m => await m.DeleteWhereAsync(filter));
        }
    }

    private static IEnumerable<Refusal> Cursors()
    {
        const string Words = "Start again without a cursor, or use the order and the partition that it came from.";
        var good = new SessionCursor(SessionOrder.Id, 0, "", "s").ToString();
        (string What, string Cursor)[] cursors =
        [
            ("empty", ""),
            ("no base64", "a b"),
            ("cut", good[..^4]),
            ("of another order", good),
            ("of another format", "AgAA" + good[4..]),
            ("long", new string('A', 100_000)),
            ("cut in half", "\uD83D"),
        ];
        foreach (var (what, cursor) in cursors)
        {
            yield return Refusal.Any<ArgumentException>(
                $"cursor {what}", Words, async m => await m.ListAsync(order: what == "cut" ? SessionOrder.Id : SessionOrder.NewestUpdated, cursor: cursor));
        }

        yield return Refusal.Any<ArgumentOutOfRangeException>("order below the first", "An order is one of the values of SessionOrder.", async m => await m.ListAsync(order: (SessionOrder)(-1)));
    }

    private static IEnumerable<Refusal> Cleanups()
    {
        const string Words = "A manager of a partition cleans up that partition only";
        var all = new CleanupRule { UnusedFor = TimeSpan.FromMilliseconds(1) };
        yield return Refusal.Any<ArgumentException>("cleanup of another partition", Words, async m => await m.ForPartition("a").CleanUpAsync(all with { Partition = "b" }));
        yield return Refusal.Any<ArgumentException>("cleanup of the empty partition by another", Words, async m => await m.ForPartition("a").CleanUpAsync(all with { Partition = "" }));
        yield return Refusal.Any<ArgumentException>("cleanup of a user by another", Words, async m => await m.ForUser("a").CleanUpAsync(all with { Partition = m.ForUser("b").Partition }));
    }
}
