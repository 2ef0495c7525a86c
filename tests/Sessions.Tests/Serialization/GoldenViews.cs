namespace Sessions.Tests.Serialization;

internal static class GoldenViews
{
    public static Session[] Expected { get; } = [Rich(), Bare(), Compacted()];

    private static Session Rich()
    {
        var view = new Session(new SessionKey("$user:Zoë", "Trip-1"));
        view.Details = view.Details with
        {
            Incarnation = "inc-1",
            UserId = "Zoë",
            DisplayName = "Trip",
            Purpose = "plan",
            Tags = ["a", "b"],
            Metadata = GoldenCommits.Map(("team", "\"ops\""), ("pretty", "{\n}")),
            Preferences = GoldenCommits.Map(("lang", "\"de\"")),
            CreatedAt = At(1),
            CreatedBy = Channel.Api,
            Status = SessionStatus.Paused,
            StatusReason = "lunch",
            IdleTimeout = TimeSpan.FromHours(1),
            Sliding = false,
            AbsoluteExpiry = new DateTime(2026, 12, 1).Ticks,
            Pinned = true,
            MemoryPool = new MemoryPoolBinding("team", true),
            Usage = new TokenUsage(100, 20) { Cost = 0.0150m },
            OpenTransition = new Transition(Channel.Api, Channel.Cli, Instants.ToOffset(At(2)), 30),
            TransitionCount = 2,
            UnknownFields = JsonText.Parse("{\"later\":[1]}"),
        };
        view.Version = 42;
        view.UpdatedTicks = At(3);
        view.LastUsedTicks = At(4);
        view.IdleFromTicks = At(5);
        view.CurrentChannel = Channel.Cli;
        view.Channels = [new ChannelActivity(Channel.Api, At(1), At(4), 5), new ChannelActivity(default, At(2), At(2), 1)];
        view.Lease = new LeaseState("w", 7, Instants.ToOffset(At(9)));
        view.LastFencingToken = 7;
        view.KeyPosition = 99;
        view.Chats = [new Chat(Chat.Main, new MessageCounts(1, 2, 3, 4), 10, 0, 2048), new Chat("side", default, 3, 3, 0)];
        view.Invocations = new InvocationTotals(
            3, 1, TimeSpan.FromTicks(12415), SortedMap<long>.Empty.Set("fetch", 2).Set("search", 1));
        view.StateMap = view.StateMap
            .Set("x", new StateEntry(JsonText.Parse("{\"deep\":[1,2]}"), Channel.Api, At(3), 6))
            .Set("y", new StateEntry(JsonText.Parse("[\n]"), default, At(3), 6));
        view.RecomputeExpiry();
        return view;
    }

    private static Session Bare(string id = "bare")
    {
        var view = new Session(new SessionKey(id));
        view.Details = view.Details with { Incarnation = "i", CreatedAt = At(1), Status = SessionStatus.Completed, FinishedAt = At(2) };
        view.Version = 1;
        view.UpdatedTicks = view.LastUsedTicks = view.IdleFromTicks = At(2);
        return view;
    }

    private static Session Compacted()
    {
        var view = Bare("long");
        view.Version = 10_000;
        view.Details = view.Details with { Horizon = 9_000 };
        return view;
    }

    private static long At(int second) => new DateTime(2026, 11, 21, 5, 13, second).Ticks;
}
