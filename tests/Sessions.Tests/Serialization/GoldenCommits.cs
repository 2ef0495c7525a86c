using System.Globalization;
using System.Text;
using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Tests.Serialization;

internal static class GoldenCommits
{
    private static readonly DateTimeOffset End = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static Commit[] Expected { get; } =
    [
        Commit(1, default, 36_000_000_000, null, new SessionCreated("inc-1")
        {
            UserId = "Zoë",
            DisplayName = "Trip",
            Purpose = "plan",
            Tags = ["a", "b"],
            Metadata = Map(("team", "\"ops\""), ("pretty", "{\n}")),
            Preferences = Map(("lang", "\"de\""), ("list", "[1,\r\n2]")),
            IdleTimeout = TimeSpan.FromHours(1),
            Sliding = false,
            AbsoluteExpiry = End,
        }),
        Commit(
            2,
            Channel.Api,
            -50,
            null,
            Message(Chat.Main, 1, MessageRole.System, "Be \"kind\".\n\tTabs \\ and \u0001."),
            Message("side chat", 2, MessageRole.User, "Grüße, 世界 🌍", payload: "{\"a\": 1.50}")),
        Commit(4, Channel.Mcp, null, "k \"1\"", Message(Chat.Main, 3, MessageRole.Tool, null, "search", "call-1", "{\n  \"x\": \"\\n\"\n}")),
        Commit(5, default, null, "bare", Message(Chat.Main, 4, MessageRole.Assistant, null, payload: "null")),
        Commit(
            6,
            default,
            null,
            null,
            new StateChanged(Map(("n", "null"), ("x", "{\"deep\":[1,2]}"), ("y", "[\n]")), ["old", "älter"]),
            new StateChanged(SortedMap<JsonText>.Empty, ["only"])),
        Commit(
            8,
            default,
            null,
            null,
            new InvocationLinked(new Invocation("call-1", "search")
            {
                Directory = "search/2026",
                Duration = TimeSpan.FromTicks(12345),
                Outcome = InvocationOutcome.Failed,
            }),
            new InvocationLinked(new Invocation("call-2", "fetch") { Outcome = InvocationOutcome.Cancelled }),
            new InvocationLinked(new Invocation("call-3", "fetch") { Duration = TimeSpan.FromTicks(70) })),
        Commit(
            11,
            default,
            null,
            null,
            new UsageRecorded(new TokenUsage(100, 20) { CachedInputTokens = 5, ReasoningTokens = 6, Cost = 0.0150m }),
            new UsageRecorded(new TokenUsage(0, 1))),
        Commit(
            13,
            default,
            null,
            null,
            new DetailsChanged
            {
                DisplayName = "",
                Purpose = "p",
                Tags = [],
                Metadata = Map(("m", "1")),
                RemovedMetadata = ["u"],
                Preferences = Map(("q", "true")),
                RemovedPreferences = ["v"],
            },
            new DetailsChanged()),
        Commit(15, default, null, null, new ExpiryChanged(TimeSpan.FromMilliseconds(1), false, End), new ExpiryChanged(null, true, null)),
        Commit(
            17,
            default,
            null,
            null,
            new StatusChanged(SessionStatus.Paused, "lunch"),
            new StatusChanged(SessionStatus.Active),
            new StatusChanged(SessionStatus.Completed),
            new StatusChanged(SessionStatus.Active, reopened: true),
            new StatusChanged(SessionStatus.Failed),
            new StatusChanged(SessionStatus.Abandoned)),
        Commit(
            23,
            default,
            null,
            null,
            new PinChanged(true),
            new PinChanged(false),
            new ConversationCleared(Chat.Main),
            new ConversationCleared("side"),
            new MemoryPoolBound(new MemoryPoolBinding("team", true)),
            new MemoryPoolBound(new MemoryPoolBinding("own")),
            new MemoryPoolBound(null)),
        Commit(30, default, null, null, new TransitionBegun(Channel.Api, Channel.Cli, "r"), new TransitionCompleted(30)),
        Commit(
            32,
            default,
            null,
            null,
            new CustomEvent("app.done", JsonText.Parse("[1, 2]")),
            new CustomEvent("multi", JsonText.Parse("[\r]"))),
        Later(),
        Commit(36, default, null, null, new SupersededEvent(), new PinChanged(false)),
    ];

    public static SortedMap<JsonText> Map(params (string Key, string Value)[] entries) =>
        entries.Aggregate(SortedMap<JsonText>.Empty, (map, entry) => map.Set(entry.Key, JsonText.Parse(entry.Value)));

    private static Commit Later()
    {
        var commit = Commit(
            34,
            default,
            null,
            null,
            new UnknownEvent("later.kind", JsonText.Parse("{\"k\":\"later.kind\",\"a\":[{\"b\":\"ü\"}]}")),
            new PinChanged(true) { UnknownFields = JsonText.Parse("{\"why\":{\"x\":[1]},\"who\":\"me\"}") });
        commit.UnknownFields = JsonText.Parse("{\"signed\":{\"by\":\"k1\"}}");
        return commit;
    }

    private static Commit Commit(int version, Channel channel, long? timeToLive, string? key, params SessionEvent[] events)
    {
        var at = new DateTime(2026, 11, 21, 5, 13, version % 10, 123, 456).Ticks;
        var id = CommitId.Parse("000102030405060708090a0b0c0d0e" + version.ToString("x2", CultureInfo.InvariantCulture));
        var commit = new Commit(id, version, at, channel, events)
        {
            IdempotencyKey = key,
            ContentHash = version == 4 ? new UInt128(ulong.MaxValue, 1) : default,
            KeyBack = version == 4 ? 123 : 0,
            ExpiryTicks = timeToLive is { } lifetime ? at + lifetime : Instants.Never,
        };
        foreach (var change in events)
        {
            change.Stamp(version++, at, channel);
        }

        return commit;
    }

    private static MessageAppended Message(
        string chat, long ordinal, MessageRole role, string? text, string? tool = null, string? invocation = null, string? payload = null) =>
        new(new Message(chat, role, text, tool, invocation, payload is null ? null : Encoding.UTF8.GetBytes(payload)) { Ordinal = ordinal });
}
