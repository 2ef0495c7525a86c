using Xunit;

namespace Sessions.Testing;

// Promise 1: a commit is visible whole or not at all.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_commit_whose_function_throws_appends_nothing()
    {
        await CreateAsync();
        await UnchangedAsync<TimeZoneNotFoundException>(() => Manager.UpdateAsync("s", update =>
        {
            update.SetState("a", 1).AppendMessage(NewMessage.User("hello"));
            throw new TimeZoneNotFoundException();
        }));
        Assert.Empty((await ViewAsync()).State);
        Assert.Empty(await ContentsAsync());
    }

    [ConformanceFact]
    public async Task A_commit_refused_at_its_last_event_appends_nothing()
    {
        await CreateAsync();
        await UnchangedAsync<SessionStatusException>(() => Manager.UpdateAsync("s", update => update
            .AppendMessage(NewMessage.User("hello")).LinkInvocation(new Invocation("i", "t")).Pause().AppendMessage(NewMessage.User("again"))));
        Assert.Equal(SessionStatus.Active, (await ViewAsync()).Status);
        Assert.Empty(await ContentsAsync());
        Assert.Null(await Manager.FindByInvocationAsync("i"));
    }

    [ConformanceFact]
    public async Task One_commit_holds_messages_state_links_and_usage()
    {
        await CreateAsync();
        var view = await Manager.UpdateAsync("s", update => update
            .AppendMessage(NewMessage.User("hello"))
            .SetState("step", 1)
            .LinkInvocation(new Invocation("i", "search"))
            .RecordUsage(new TokenUsage(3, 4))
            .AddEvent("app.event", "data"), Channel.Cli);
        Assert.Equal(6, view.Version);
        var commit = (await LogAsync(view.Key))[^1];
        Assert.Equal((2, 6), (commit.FirstVersion, commit.LastVersion));
        Assert.All(commit.Events, happened => Assert.Equal((commit.At, Channel.Cli), (happened.At, happened.Channel)));
        Assert.Equal(["message", "state", "invocation", "usage", "custom"], commit.Events.Select(happened => happened.Kind));
        Assert.Equal((1, 1, 7), (view.Messages.Total, view.Invocations.Count, view.Usage.TotalTokens));
    }

    [ConformanceFact]
    public async Task Events_of_a_commit_stand_in_the_order_in_which_they_were_asked_for()
    {
        await CreateAsync();
        await Manager.UpdateAsync("s", update => update.SetState("result", 42).SetState("more", 1).Complete());
        Assert.Equal(["created", "state", "status"], (await EventsAsync()).Select(happened => happened.Kind));
        await Manager.UpdateAsync("s", update => update.Reopen().SetState("result", 43).AppendMessage(NewMessage.User("x")).RemoveState("more"));
        Assert.Equal(["status", "state", "message", "state"], (await EventsAsync()).Skip(3).Select(happened => happened.Kind));
        Assert.Equal(["result"], (await ViewAsync()).State.Keys);
    }

    [ConformanceFact]
    public async Task Readers_never_see_half_a_commit()
    {
        var key = (await CreateAsync()).Key;
        const int Commits = 200;
        await TogetherAsync(3, async task =>
        {
            if (task == 0)
            {
                for (var i = 1; i <= Commits; i++)
                {
                    await Manager.UpdateAsync("s", update => update
                        .SetState("a", i).AppendMessage(NewMessage.User("x")).SetState("b", i).AppendMessage(NewMessage.User("y")));
                }

                return;
            }

            for (var seen = 0L; seen < Commits;)
            {
                var view = await Store.FindAsync(key);
                var a = view!.State.TryGetValue("a", out var left) ? left.Value : JsonText.Null;
                var b = view.State.TryGetValue("b", out var right) ? right.Value : JsonText.Null;
                Assert.Equal(a, b);
                Assert.Equal(0, view.Messages.Total % 2);
                Assert.Equal(view.Version, (view.Messages.Total * 2) + 1);
                var messages = await Store.ReadMessagesAsync(key, Stores.MessageRange.Newest(Chat.Main, 10));
                Assert.Equal(0, messages!.Count % 2);
                seen = view.Messages.Total / 2;
            }
        });
    }

    [ConformanceFact]
    public async Task A_call_cancelled_before_it_began_does_nothing()
    {
        await CreateAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var error = await Record.ExceptionAsync(async () => await Manager.SetStateAsync("s", "a", 1, cancellationToken: cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        error = await Record.ExceptionAsync(async () => await Manager.DeleteAsync("s", cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        error = await Record.ExceptionAsync(async () => await Manager.FindAsync("s", cancellationToken: cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        error = await Record.ExceptionAsync(async () => await Manager.ReadNewestMessagesAsync("s", cancellationToken: cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        error = await Record.ExceptionAsync(async () => await Manager.ListAsync(cancellationToken: cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(1, (await ViewAsync()).Version);
    }

    [ConformanceFact]
    public async Task A_commit_carries_the_name_that_its_client_made()
    {
        await CreateAsync();
        var id = CommitId.New();
        await Manager.SetStateAsync("s", "a", 1, new CommitOptions { CommitId = id });
        Assert.Equal(id, (await LogAsync(Key("s")))[^1].Id);
    }
}
