namespace Sessions.Tests.Refusals;

internal static class CreateRefusals
{
    private static readonly TimeSpan[] NoDurations = [TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromTicks(1), TimeSpan.MinValue];

    public static IEnumerable<Refusal> All => [.. Durations(), .. Others()];

    private static IEnumerable<Refusal> Durations()
    {
        foreach (var wrong in NoDurations)
        {
            yield return Create<ArgumentOutOfRangeException>($"idle timeout {wrong}", "An idle timeout is at least one millisecond; for \"none\" leave it null.", new() { IdleTimeout = wrong });
            yield return Create<ArgumentOutOfRangeException>($"absolute lifetime {wrong}", "An absolute lifetime is at least one millisecond", new() { AbsoluteLifetime = wrong });
            yield return Refusal.Of<ArgumentOutOfRangeException>($"idle timeout {wrong} set later", "An idle timeout is at least one millisecond", m => m.SetExpiryAsync("s", wrong));
        }
    }

    private static IEnumerable<Refusal> Others()
    {
        var past = new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        yield return Create<ArgumentOutOfRangeException>("end in the past", "The end of a session lies in the future", new() { AbsoluteExpiry = past });
        yield return Create<ArgumentOutOfRangeException>("end now", "The end of a session lies in the future", new() { AbsoluteExpiry = now });
        yield return Create<ArgumentOutOfRangeException>("end within the microsecond", "The end of a session lies in the future", new() { AbsoluteExpiry = now.AddTicks(9) });
        yield return Refusal.Of<ArgumentOutOfRangeException>("end set into the past", "To end it at once, delete it.", m => m.SetExpiryAsync("s", null, past));
        yield return Create<ArgumentException>("lifetime twice", "AbsoluteLifetime and AbsoluteExpiry exclude each other", new() { AbsoluteLifetime = TimeSpan.FromHours(1), AbsoluteExpiry = now.AddDays(1) });
        yield return Create<ArgumentException>("idle timeout and none", "IdleTimeout and NoIdleTimeout exclude each other", new() { IdleTimeout = TimeSpan.FromHours(1), NoIdleTimeout = true });
        yield return Create<ArgumentException>("purpose cut in half", "half a surrogate pair", new() { Purpose = "\uDE00" });
        yield return Create<ArgumentNullException>("tags null", "session.Tags", new() { Tags = null! });
        yield return Create<ArgumentNullException>("metadata null", "session.Metadata", new() { Metadata = null! });
        yield return Create<ArgumentNullException>("preferences null", "session.Preferences", new() { Preferences = null! });
        yield return Create<ArgumentNullException>("state null", "session.State", new() { State = null! });
        yield return Create<SessionAlreadyExistsException>("id in use", "There is already a session \"s\". Choose another id, or use GetOrCreateAsync.", new() { Id = "s" });
        yield return Refusal.Of<ArgumentException>("another's user", "A manager for one user creates sessions of that user only.", m => m.ForUser("alice").CreateAsync(new NewSession { UserId = "bob" }));
        yield return Refusal.Of<SessionConflictException>("expected to exist", "is at version 0, not at the expected version 3", m => m.CreateAsync(new NewSession { Id = "new" }, new CommitOptions { ExpectedVersion = 3 }));
    }

    private static Refusal Create<TError>(string name, string words, NewSession session)
        where TError : Exception =>
        Refusal.Of<TError>($"create: {name}", words, m => m.CreateAsync(session));
}
