namespace Sessions.Tests.Refusals;

internal static class NameRefusals
{
    private const string Half = "half \uD83D";

    private static readonly string Long = new('x', 257);

    public static IEnumerable<Refusal> All => [.. Ids(), .. Names()];

    /// <summary>Every method that takes a session id.</summary>
    private static IEnumerable<Refusal> Ids()
    {
        (string Method, Func<SessionManager, string, Task> Call)[] methods =
        [
            ("CreateAsync", async (m, id) => await m.CreateAsync(new NewSession { Id = id })),
            ("GetOrCreateAsync", async (m, id) => await m.GetOrCreateAsync(id)),
            ("FindAsync", async (m, id) => await m.FindAsync(id)),
            ("GetAsync", async (m, id) => await m.GetAsync(id)),
            ("TouchAsync", async (m, id) => await m.TouchAsync(id)),
            ("UpdateAsync", async (m, id) => await m.UpdateAsync(id, _ => { })),
            ("SetStateAsync", async (m, id) => await m.SetStateAsync(id, "a", 1)),
            ("UpdateStateAsync", async (m, id) => await m.UpdateStateAsync(id, new Dictionary<string, JsonText>())),
            ("ChangeStateAsync", async (m, id) => await m.ChangeStateAsync(id, "a", _ => 1)),
            ("RemoveStateAsync", async (m, id) => await m.RemoveStateAsync(id, ["a"])),
            ("AppendMessageAsync", async (m, id) => await m.AppendMessageAsync(id, NewMessage.User("x"))),
            ("AppendMessagesAsync", async (m, id) => await m.AppendMessagesAsync(id, [NewMessage.User("x")])),
            ("ClearConversationAsync", async (m, id) => await m.ClearConversationAsync(id)),
            ("ReadNewestMessagesAsync", async (m, id) => await m.ReadNewestMessagesAsync(id)),
            ("ReadOlderMessagesAsync", async (m, id) => await m.ReadOlderMessagesAsync(id, 1)),
            ("ReadNewerMessagesAsync", async (m, id) => await m.ReadNewerMessagesAsync(id, 1)),
            ("LinkInvocationAsync", async (m, id) => await m.LinkInvocationAsync(id, new Invocation("i", "t"))),
            ("RecordUsageAsync", async (m, id) => await m.RecordUsageAsync(id, new TokenUsage(1, 1))),
            ("SetPurposeAsync", async (m, id) => await m.SetPurposeAsync(id, "x")),
            ("SetDisplayNameAsync", async (m, id) => await m.SetDisplayNameAsync(id, "x")),
            ("SetTagsAsync", async (m, id) => await m.SetTagsAsync(id, ["x"])),
            ("UpdateMetadataAsync", async (m, id) => await m.UpdateMetadataAsync(id, new Dictionary<string, JsonText>())),
            ("UpdatePreferencesAsync", async (m, id) => await m.UpdatePreferencesAsync(id, new Dictionary<string, JsonText>())),
            ("BindMemoryPoolAsync", async (m, id) => await m.BindMemoryPoolAsync(id, "p")),
            ("UnbindMemoryPoolAsync", async (m, id) => await m.UnbindMemoryPoolAsync(id)),
            ("PinAsync", async (m, id) => await m.PinAsync(id)),
            ("UnpinAsync", async (m, id) => await m.UnpinAsync(id)),
            ("SetExpiryAsync", async (m, id) => await m.SetExpiryAsync(id, null)),
            ("PauseAsync", async (m, id) => await m.PauseAsync(id)),
            ("ResumeAsync", async (m, id) => await m.ResumeAsync(id)),
            ("CompleteAsync", async (m, id) => await m.CompleteAsync(id)),
            ("FailAsync", async (m, id) => await m.FailAsync(id)),
            ("AbandonAsync", async (m, id) => await m.AbandonAsync(id)),
            ("ReopenAsync", async (m, id) => await m.ReopenAsync(id)),
            ("DeleteAsync", async (m, id) => await m.DeleteAsync(id)),
            ("AcquireLeaseAsync", async (m, id) => await m.AcquireLeaseAsync(id)),
            ("ForceReleaseLeaseAsync", async (m, id) => await m.ForceReleaseLeaseAsync(id)),
            ("GetStatisticsAsync", async (m, id) => await m.GetStatisticsAsync(id)),
            ("WatchAsync", (m, id) => Task.FromResult(m.WatchAsync(id))),
        ];
        foreach (var (method, call) in methods)
        {
            yield return Refusal.Any<ArgumentException>($"{method}: id with a slash", "1 to 128 characters of A-Z a-z 0-9 . _ -", m => call(m, "../s"));
            if (method != "CreateAsync")
            {
                yield return Refusal.Any<ArgumentNullException>($"{method}: id is null", "id", m => call(m, null!));
            }
        }

        foreach (var id in (string[])["", ".s", "-s", "a b", "s/", "ü", "s\n", new string('x', 129)])
        {
            yield return Refusal.Of<ArgumentException>($"id \"{id.ReplaceLineEndings("\\n")}\"", "not starting with a dot or a dash; this one is", m => m.SetStateAsync(id, "a", 1));
        }
    }

    /// <summary>Every other name: 1 to 256 characters of whole Unicode.</summary>
    private static IEnumerable<Refusal> Names()
    {
        (string What, string Words, Func<SessionManager, string, Task> Call)[] names =
        [
            ("user", "A user id", (m, name) => Task.FromResult(m.ForUser(name))),
            ("partition", "A partition", (m, name) => Task.FromResult(m.ForPartition(name))),
            ("user of a new session", "A user id", async (m, name) => await m.CreateAsync(new NewSession { UserId = name ?? "" })),
            ("display name of a new session", "A display name", async (m, name) => await m.CreateAsync(new NewSession { DisplayName = name ?? "" })),
            ("tag of a new session", "A tag", async (m, name) => await m.CreateAsync(new NewSession { Tags = [name] })),
            ("metadata key of a new session", "A metadata key", async (m, name) => await m.CreateAsync(new NewSession { Metadata = Map(name) })),
            ("preference key of a new session", "A preference key", async (m, name) => await m.CreateAsync(new NewSession { Preferences = Map(name) })),
            ("state key of a new session", "A state key", async (m, name) => await m.CreateAsync(new NewSession { State = Map(name) })),
            ("state key", "A state key", async (m, name) => await m.SetStateAsync("s", name, 1)),
            ("state keys", "A state key", async (m, name) => await m.UpdateStateAsync("s", Map(name))),
            ("changed state key", "A state key", async (m, name) => await m.ChangeStateAsync("s", name, _ => 1)),
            ("removed state key", "A state key", async (m, name) => await m.RemoveStateAsync("s", [name])),
            ("tag", "A tag", async (m, name) => await m.SetTagsAsync("s", [name])),
            ("metadata key", "A metadata key", async (m, name) => await m.UpdateMetadataAsync("s", Map(name))),
            ("removed metadata key", "A metadata key", async (m, name) => await m.UpdateMetadataAsync("s", Map("x"), [name])),
            ("preference key", "A preference key", async (m, name) => await m.UpdatePreferencesAsync("s", Map(name))),
            ("removed preference key", "A preference key", async (m, name) => await m.UpdatePreferencesAsync("s", Map("x"), [name])),
            ("pool", "A pool name", async (m, name) => await m.BindMemoryPoolAsync("s", name)),
            ("chat", "A chat", async (m, name) => await m.AppendMessageAsync("s", NewMessage.User("x"), chat: name)),
            ("chat of several", "A chat", async (m, name) => await m.AppendMessagesAsync("s", [NewMessage.User("x")], chat: name)),
            ("cleared chat", "A chat", async (m, name) => await m.ClearConversationAsync("s", chat: name)),
            ("read chat", "A chat", async (m, name) => await m.ReadNewestMessagesAsync("s", chat: name)),
            ("tool of a message", "A tool name", async (m, name) => await m.AppendMessageAsync("s", NewMessage.User("x") with { ToolName = name ?? "" })),
            ("invocation of a message", "An invocation id", async (m, name) => await m.AppendMessageAsync("s", NewMessage.User("x") with { InvocationId = name ?? "" })),
            ("invocation", "An invocation id", async (m, name) => await m.LinkInvocationAsync("s", new Invocation(name, "t"))),
            ("tool", "A tool name", async (m, name) => await m.LinkInvocationAsync("s", new Invocation("i", name))),
            ("invocation to find", "An invocation id", async (m, name) => await m.FindByInvocationAsync(name)),
            ("event", "An event name", async (m, name) => await m.UpdateAsync("s", update => update.AddEvent(name))),
            ("idempotency key", "An idempotency key", async (m, name) => await m.SetStateAsync("s", "a", 1, new CommitOptions { IdempotencyKey = name ?? "" })),
            ("idempotency key of a creation", "An idempotency key", async (m, name) => await m.CreateAsync(options: new CommitOptions { IdempotencyKey = name ?? "" })),
            ("holder", "A holder", async (m, name) => await m.AcquireLeaseAsync("s", name ?? "")),
        ];
        foreach (var (what, words, call) in names)
        {
            yield return Refusal.Any<ArgumentException>($"{what}: empty", $"{words} is a text of 1 to 256 characters; this one has 0.", m => call(m, ""));
            yield return Refusal.Any<ArgumentException>($"{what}: too long", $"{words} is a text of 1 to 256 characters; this one has 257.", m => call(m, Long));
            yield return Refusal.Any<ArgumentException>($"{what}: half a character", "half a surrogate pair (U+D83D) at index 5", m => call(m, Half));
        }

        foreach (var (what, _, call) in names.Where(name => name.What is "user" or "partition" or "state key" or "pool" or "chat" or "tool" or "event"))
        {
            yield return Refusal.Any<ArgumentNullException>($"{what}: null", "this one is null.", m => call(m, null!));
        }

        yield return Refusal.Any<ArgumentException>("partition of our own", "begins with a dollar sign", m => Task.FromResult(m.ForPartition("$pools")));
    }

    private static Dictionary<string, JsonText> Map(string key) => new() { [key] = 1 };
}
