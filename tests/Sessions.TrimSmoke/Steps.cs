using Sessions.Stores;

namespace Sessions.TrimSmoke;

/// <summary>A walk through the library, each step of which is checked.</summary>
internal sealed class Steps(SessionManager sessions)
{
    public int Count { get; private set; }

    public async Task RunAsync()
    {
        var booking = new Booking("TP1137", 129);
        var begun = await sessions.CreateAsync(
            new NewSession { UserId = "alice", Tags = ["travel"], Metadata = new Dictionary<string, JsonText> { ["tier"] = "gold" } },
            new CommitOptions { Channel = Channel.Api, IdempotencyKey = "begin" });
        Expect(begun.Version == 1, "created");
        Expect(begun.IdleTimeout == TimeSpan.FromMinutes(90), "settings from configuration");

        await sessions.AppendMessageAsync(begun.Id, NewMessage.User("Lisbon, please."), Channel.Api);
        await using (var lease = await sessions.AcquireLeaseAsync(begun.Id))
        {
            var worked = await sessions.UpdateAsync(
                begun.Id,
                update => update
                    .SetState("booking", booking, BookingJson.Default.Booking)
                    .LinkInvocation(new Invocation("inv-1", "search_flights"))
                    .AppendMessage(new NewMessage(MessageRole.Assistant, null) { Payload = JsonText.Parse("[1, 2]") })
                    .BindMemoryPool("alice-travel"),
                new CommitOptions { Channel = Channel.Mcp, Lease = lease.Token });
            Expect(worked.GetState("booking", BookingJson.Default.Booking) == booking, "typed state");
        }

        var messages = await sessions.ReadNewestMessagesAsync(begun.Id);
        Expect(messages.Count == 2 && messages[1].Payload!.Value.ToString() == "[1, 2]", "messages and payloads");
        var page = await sessions.ListAsync(new SessionFilter { UserId = "alice", AllTags = ["travel"] });
        Expect(page.Sessions is [var listed] && listed.Id == begun.Id, "lists");
        Expect((await sessions.FindByInvocationAsync("inv-1"))?.Id == begun.Id, "invocations");
        await sessions.CompleteAsync(begun.Id, "booked", Channel.Cli);
        await DeleteWhileWatchedAsync(begun.Id);
        Expect(await sessions.CleanUpAsync(new CleanupRule { UnusedFor = TimeSpan.FromDays(1) }) == 0, "cleanup");
    }

    public void Expect(bool holds, string step)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Trimmed, this does not work: {step}.");
        }

        Count++;
    }

    private async Task DeleteWhileWatchedAsync(string id)
    {
        var kinds = new List<string>();
        await foreach (var change in sessions.WatchAsync(id))
        {
            if (change is SessionChange.Happened { Event: var happened })
            {
                kinds.Add(happened.Kind);
                if (happened.Kind == "status")
                {
                    await sessions.DeleteAsync(id);
                }
            }
        }

        Expect(string.Join(' ', kinds) == "created message state invocation message pool status", $"the feed ({string.Join(' ', kinds)})");
    }
}
