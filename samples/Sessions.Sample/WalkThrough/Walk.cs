namespace Sessions.Sample.WalkThrough;

/// <summary>One conversation that goes through three doors, from its beginning to the cleaning up.</summary>
internal sealed class Walk(SessionManager sessions, AdjustableClock clock)
{
    private readonly Narrator _narrator = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("One session, three doors: alice plans a trip.");
        var id = await BeginAsync(cancellationToken);
        await using var feed = new LiveFeed(sessions, id);
        await ApiAsync(id, feed, cancellationToken);
        await CliAsync(id, feed, cancellationToken);
        await McpAsync(id, feed, cancellationToken);
        var conversation = new Conversation(sessions, _narrator);
        await conversation.CompareDoorsAsync(id, cancellationToken);
        await conversation.CompareFeedAsync(id, feed.Versions, cancellationToken);
        await new Expiry(sessions, clock, _narrator).RunAsync(id, cancellationToken);
        await new Summary(sessions, _narrator).PrintAsync(id, cancellationToken);
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The HTTP API begins a session");
        var begun = await sessions.CreateAsync(
            new NewSession
            {
                UserId = "alice",
                Purpose = "Plan a trip to Lisbon",
                Tags = ["travel"],
                State = new Dictionary<string, JsonText> { ["step"] = "dates" },
                IdleTimeout = TimeSpan.FromHours(2),
            },
            Channel.Api,
            cancellationToken);
        _narrator.Check(begun.CreatedBy == Channel.Api && begun.Version == 2, "the session is there, made by the api channel");
        return begun.Id;
    }

    private async Task ApiAsync(string id, LiveFeed feed, CancellationToken cancellationToken)
    {
        var session = await sessions.UpdateAsync(
            id,
            static update => update
                .AppendMessage(NewMessage.User("I want to go to Lisbon in May."))
                .AppendMessage(NewMessage.Assistant("Gladly. Which week?"))
                .RecordUsage(new TokenUsage(InputTokens: 120, OutputTokens: 18)),
            Channel.Api,
            cancellationToken);
        await feed.ShowThroughAsync(session.Version, cancellationToken);
        _narrator.Check(session.Version == 5, "two messages and their usage are one commit");
    }

    private async Task CliAsync(string id, LiveFeed feed, CancellationToken cancellationToken)
    {
        _narrator.Chapter("The command line goes on with it");
        var found = await sessions.GetAsync(id, Channel.Cli, cancellationToken);
        _narrator.Check(found.Messages.Total == 2, "the cli channel finds what the api channel wrote");
        var session = await sessions.UpdateAsync(
            id,
            static update => update
                .AppendMessage(NewMessage.User("The week of the 12th."))
                .SetState("step", "flights")
                .SetState("week", "2025-05-12")
                .BindMemoryPool("alice-travel"),
            Channel.Cli,
            cancellationToken);
        await feed.ShowThroughAsync(session.Version, cancellationToken);
        _narrator.Check(session.MemoryPool?.Name == "alice-travel", "a memory pool is bound, for the agents of this session to share");
    }

    private async Task McpAsync(string id, LiveFeed feed, CancellationToken cancellationToken)
    {
        _narrator.Chapter("An agent calls a tool through MCP, under a lease");
        await using var lease = await sessions.AcquireLeaseAsync(id, holder: "travel-agent", cancellationToken: cancellationToken);
        var busy = await IsBusyAsync(id, cancellationToken);
        _narrator.Check(busy, "while it works, no second agent can");
        var underLease = new CommitOptions { Channel = Channel.Mcp, Lease = lease.Token };
        var session = await sessions.UpdateAsync(
            id,
            static update => update
                .LinkInvocation(new Invocation("inv-1", "search_flights") { Duration = TimeSpan.FromMilliseconds(840) })
                .AppendMessage(NewMessage.Tool("search_flights", """{"flights":[{"code":"TP1137","price":129}]}""", "inv-1"))
                .LinkInvocation(new Invocation("inv-2", "hold_seat") { Duration = TimeSpan.FromMilliseconds(310) })
                .AppendMessage(NewMessage.Tool("hold_seat", """{"held":"14C"}""", "inv-2"))
                .AppendMessage(NewMessage.Assistant("TP1137 costs 129 €; I hold seat 14C for you."))
                .SetState("step", "payment"),
            underLease,
            cancellationToken);
        await feed.ShowThroughAsync(session.Version, cancellationToken);
        session = await sessions.LinkInvocationAsync(id, new Invocation("inv-2", "hold_seat"), underLease, cancellationToken);
        _narrator.Check(session.Invocations.Count == 2, "an invocation that is linked twice counts once");
        var owner = await sessions.FindByInvocationAsync("inv-1", cancellationToken);
        _narrator.Check(owner?.Id == id, "from an invocation there is a way back to its session");
    }

    private async Task<bool> IsBusyAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var second = await sessions.AcquireLeaseAsync(id, holder: "another-agent", cancellationToken: cancellationToken);
            return false;
        }
        catch (SessionBusyException)
        {
            return true;
        }
    }
}
