using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Tests.Serialization;

/// <summary>Random commits and views with all that the format can hold, from a seed.</summary>
internal sealed class RandomRecords(int seed)
{
    private static readonly string[] Texts =
    [
        "", "plain words", "two\nlines\r\nand a\ttab", "quotes \" and \\ backslashes", "Grüße, 世界 — 🌍👩‍👩‍👧", "\u0000\u0001\u001f\u007f\u2028",
        new('x', 5000), string.Concat(Enumerable.Repeat("漢字\n", 700)), "</script>&'+", "e\u0301",
    ];

    private static readonly string[] Names = ["a", "search", "Straße", "key with \"quotes\"", "日本", "deploy.prod", "k"];

    private static readonly string[] Values =
    [
        "null", "true", "1.50e+3", "\"te\\u0078t\"", "[1, 2,3 ]", "{\"a\":{\"b\":[]},\"a\":2}", "{\n  \"pretty\": \"yes\",\r\n \"ü\":\"\\n\"\n}", "-0",
        new string('[', 64) + new string(']', 64),
    ];

    private readonly Random _random = new(seed);

    public Commit Commit(long version = 0)
    {
        var events = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Event()).ToArray();
        var keyed = Maybe();
        var commit = new Commit(CommitId.New(), version == 0 ? _random.NextInt64(1, 1L << 40) : version, Instant(), Channel(), events)
        {
            IdempotencyKey = keyed ? Text() : null,
            ContentHash = keyed && Maybe() ? new UInt128((ulong)_random.NextInt64(), 1) : default,
            KeyBack = keyed && Maybe() ? _random.Next(1, 1 << 30) : 0,
        };
        commit.ExpiryTicks = Maybe() ? Instants.Never : commit.AtTicks + (_random.Next(-1_000_000, 1 << 30) * 10L);
        var at = commit.FirstVersion;
        foreach (var change in events)
        {
            change.Stamp(at++, commit.AtTicks, commit.Channel);
        }

        return commit;
    }

    public Session View()
    {
        var key = new SessionKey(Maybe() ? "" : Text(), "id-" + _random.Next());
        var at = Instant();
        var view = new Session(key);
        view.Details = view.Details with
        {
            Incarnation = Pick(Names),
            UserId = Optional(Text),
            DisplayName = Optional(Text),
            Purpose = Optional(Text),
            Tags = [.. Some(Names)],
            Metadata = Map(),
            Preferences = Map(),
            CreatedAt = at,
            CreatedBy = Channel(),
            Status = Pick(Enum.GetValues<SessionStatus>()),
            Sliding = Maybe(),
            Pinned = Maybe(),
            StatusReason = Optional(Text),
            FinishedAt = Maybe() ? 0 : Instant(),
            IdleTimeout = Maybe() ? null : TimeSpan.FromMilliseconds(_random.Next(1, int.MaxValue)),
            AbsoluteExpiry = Maybe() ? Instants.Never : Instant(),
            MemoryPool = Maybe() ? null : new MemoryPoolBinding(Pick(Names), Maybe()),
            Usage = Maybe() ? default : Usage(),
            OpenTransition = Maybe() ? null : new Transition(Channel(), Channel(), Instants.ToOffset(Instant()), 9),
            TransitionCount = _random.Next(3),
            Horizon = _random.Next(3),
            UnknownFields = Maybe() ? default(JsonText?) : JsonText.Parse("{\"later\":[1,{\"x\":\"ü\"}]}"),
        };
        view.Version = _random.Next(1, 1000);
        view.UpdatedTicks = view.LastUsedTicks = view.IdleFromTicks = at;
        view.CurrentChannel = Channel();
        view.Channels = [.. Enumerable.Range(0, _random.Next(4)).Select(i => new ChannelActivity("c" + i, at, Instant(), i + 1))];
        view.Chats = [.. Enumerable.Range(0, _random.Next(4)).Select(i =>
            new Chat(i == 0 ? Chat.Main : "chat " + i, new MessageCounts(i, 2, 0, _random.Next()), _random.Next(), _random.Next(), _random.Next()))];
        for (var i = _random.Next(5); i > 0; i--)
        {
            view.Invocations = view.Invocations.With(Invocation());
        }

        foreach (var name in Some(Names))
        {
            view.StateMap = view.StateMap.Set(name, new StateEntry(Value(), Channel(), Instant(), _random.Next(1, 100)));
        }

        view.Lease = Maybe() ? null : new LeaseState(Text(), 7, Instants.ToOffset(Instant()));
        view.LastFencingToken = _random.Next(9);
        view.KeyPosition = _random.Next(4) == 0 ? -1 : _random.Next(1, 9);
        view.RecomputeExpiry();
        return view;
    }

    public UseRecord Use() => _random.Next(3) switch
    {
        0 => new UseRecord(Instant()) { Channel = Channel() },
        1 => new UseRecord(Instant()) { ChangesLease = true, FencingToken = 4 },
        _ => new UseRecord(Instant()) { ChangesLease = true, Holder = Text(), FencingToken = 5, LeaseExpiry = Instant(), ExpiryTicks = Instant() },
    };

    public SessionEvent Event() => _random.Next(14) switch
    {
        0 => new SessionCreated(Pick(Names))
        {
            UserId = Optional(Text),
            DisplayName = Optional(Text),
            Purpose = Optional(Text),
            Tags = [.. Some(Names)],
            Metadata = Map(),
            Preferences = Map(),
            IdleTimeout = Maybe() ? null : TimeSpan.FromMilliseconds(_random.Next(1, 100000)),
            Sliding = Maybe(),
            AbsoluteExpiry = Maybe() ? null : Instants.ToOffset(Instant()),
        },
        1 => new StateChanged(Map(), [.. Some(Names)]),
        2 => new InvocationLinked(Invocation()),
        3 => new UsageRecorded(Usage()),
        4 => new CustomEvent(Pick(Names), Value()),
        5 => new DetailsChanged
        {
            DisplayName = Optional(Text),
            Purpose = Optional(Text),
            Tags = Maybe() ? null : [.. Some(Names)],
            Metadata = Map(),
            RemovedMetadata = [.. Some(Names)],
            Preferences = Map(),
            RemovedPreferences = [.. Some(Names)],
        },
        6 => new ExpiryChanged(Maybe() ? null : TimeSpan.FromSeconds(5), Maybe(), Maybe() ? null : Instants.ToOffset(Instant())),
        7 => new StatusChanged(Pick(Enum.GetValues<SessionStatus>()), Optional(Text), Maybe()),
        8 => new PinChanged(Maybe()),
        9 => new MemoryPoolBound(Maybe() ? null : new MemoryPoolBinding(Text(), Maybe())),
        10 => new TransitionBegun(Channel(), Channel(), Optional(Text)),
        11 => Maybe() ? new TransitionCompleted(_random.Next(1, 100)) : new ConversationCleared(Maybe() ? Chat.Main : Pick(Names)),
        12 => new SupersededEvent(),
        _ => Message(),
    };

    public MessageAppended Message() => new(new Message(
        Maybe() ? Chat.Main : Pick(Names),
        Pick(Enum.GetValues<MessageRole>()),
        Optional(Text),
        Maybe() ? null : Pick(Names),
        Optional(Text),
        Maybe() ? null : Value().Utf8.ToArray())
    {
        Ordinal = _random.Next(1, 1000),
        Back = Maybe() ? 0 : _random.Next(),
    });

    private Invocation Invocation() => new(Text(), Pick(Names))
    {
        Directory = Optional(Text),
        Duration = new TimeSpan(_random.NextInt64(0, 1L << 40)),
        Outcome = Pick(Enum.GetValues<InvocationOutcome>()),
    };

    private TokenUsage Usage() => new(_random.Next(), _random.Next())
    {
        CachedInputTokens = _random.Next(2),
        ReasoningTokens = _random.Next(2),
        Cost = Maybe() ? 0 : new decimal(_random.Next(), 0, 0, false, (byte)_random.Next(10)),
    };

    private SortedMap<JsonText> Map() =>
        Some(Names).Aggregate(SortedMap<JsonText>.Empty, (map, name) => map.Set(name, Value()));

    private long Instant() => new DateTime(2020, 1, 1).Ticks + (_random.NextInt64(0, 1L << 47) * 10);

    private Channel Channel() => Pick<Channel>([default, Sessions.Channel.Api, Sessions.Channel.Cli, "app.own"]);

    private JsonText Value() => JsonText.Parse(Pick(Values));

    private string Text() => Pick(Texts);

    private string? Optional(Func<string> text) => Maybe() ? null : text();

    private string[] Some(string[] names) => [.. names.Where(_ => Maybe())];

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];

    private bool Maybe() => _random.Next(2) == 0;
}
