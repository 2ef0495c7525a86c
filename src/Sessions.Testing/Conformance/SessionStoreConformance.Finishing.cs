using Xunit;

namespace Sessions.Testing;

// Promise 14, first half: finished is finished, until it is reopened on purpose.
public abstract partial class SessionStoreConformance
{
    [ConformanceTheory]
    [InlineData(SessionStatus.Completed)]
    [InlineData(SessionStatus.Failed)]
    [InlineData(SessionStatus.Abandoned)]
    public async Task A_finished_session_refuses_everything_but_reopening_pinning_and_deletion(SessionStatus status)
    {
        await CreateAsync();
        await FinishAsync(status);
        var view = await ViewAsync();
        Assert.Equal((status, "why", Time.GetUtcNow(), true), (view.Status, view.StatusReason, view.FinishedAt, view.IsFinished));
        Action<SessionUpdate>[] refused =
        [
            update => update.SetState("a", 1),
            update => update.RemoveState("a"),
            update => update.AppendMessage(NewMessage.User("x")),
            update => update.ClearConversation(),
            update => update.LinkInvocation(new Invocation("i", "t")),
            update => update.RecordUsage(new TokenUsage(1, 1)),
            update => update.SetPurpose("x"),
            update => update.SetTags("x"),
            update => update.SetMetadata("x", 1),
            update => update.SetPreference("x", 1),
            update => update.BindMemoryPool("x"),
            update => update.SetExpiry(Minute),
            update => update.BeginTransition(Channel.Cli),
            update => update.AddEvent("x"),
            update => update.Pause(),
            update => update.Resume(),
            update => update.Complete(),
            update => update.Fail(),
            update => update.Abandon(),
        ];
        foreach (var change in refused)
        {
            var error = await UnchangedAsync<SessionStatusException>(() => Manager.UpdateAsync("s", change));
            Assert.Equal(status, error.Status);
            Assert.Contains("Reopen", error.Message, StringComparison.Ordinal);
        }

        Assert.True((await Manager.PinAsync("s")).Pinned);
        Assert.False((await Manager.UnpinAsync("s")).Pinned);
        view = await Manager.ReopenAsync("s", "again");
        Assert.Equal((SessionStatus.Active, "again", null), (view.Status, view.StatusReason, view.FinishedAt));
        await Manager.SetStateAsync("s", "a", 1);
        await FinishAsync(status);
        Assert.True(await Manager.DeleteAsync("s"));

        async Task FinishAsync(SessionStatus to) => _ = to switch
        {
            SessionStatus.Completed => await Manager.CompleteAsync("s", "why"),
            SessionStatus.Failed => await Manager.FailAsync("s", "why"),
            _ => await Manager.AbandonAsync("s", "why"),
        };
    }

    [ConformanceFact]
    public async Task A_paused_session_refuses_work_but_not_its_care()
    {
        await CreateAsync();
        await Manager.AppendMessageAsync("s", NewMessage.User("x"));
        await Manager.PauseAsync("s", "lunch");
        Action<SessionUpdate>[] refused =
        [
            update => update.AppendMessage(NewMessage.User("y")),
            update => update.ClearConversation(),
            update => update.LinkInvocation(new Invocation("i", "t")),
            update => update.Pause(),
            update => update.Reopen(),
        ];
        foreach (var change in refused)
        {
            Assert.Equal(SessionStatus.Paused, (await UnchangedAsync<SessionStatusException>(() => Manager.UpdateAsync("s", change))).Status);
        }

        await Manager.UpdateAsync("s", update => update.SetState("a", 1).SetTags("t").SetMetadata("m", 1).SetPurpose("p"));
        Assert.Equal(SessionStatus.Active, (await Manager.ResumeAsync("s")).Status);
        await RefusedAsync<SessionStatusException>(() => Manager.ResumeAsync("s"));
        await RefusedAsync<SessionStatusException>(() => Manager.ReopenAsync("s"));
        await Manager.PauseAsync("s");
        Assert.Equal(SessionStatus.Completed, (await Manager.CompleteAsync("s")).Status);
    }

    [ConformanceFact]
    public async Task A_finished_session_does_not_expire_and_reading_it_starts_no_clock()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute, AbsoluteLifetime = Hour });
        await Manager.CompleteAsync("s");
        Assert.Null((await ViewAsync()).ExpiresAt);
        Time.Advance(Hour * 2);
        var view = await Manager.GetAsync("s", Channel.Cli);
        Assert.Null(view.ExpiresAt);
        Assert.Equal(view.FinishedAt, view.LastUsedAt);
        Assert.NotNull(await Manager.TouchAsync("s"));
    }
}
