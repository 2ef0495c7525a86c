using Xunit;

namespace Sessions.Testing;

// Promise 5: the same idempotency key again returns the first result and appends nothing.
public abstract partial class SessionStoreConformance
{
    private static CommitOptions Keyed(string key) => new() { IdempotencyKey = key };

    [ConformanceFact]
    public async Task A_repeated_key_appends_nothing()
    {
        await CreateAsync();
        await Manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"));
        await Manager.AppendMessageAsync("s", NewMessage.User("other"));
        var view = await Manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"));
        Assert.Equal(3, view.Version);
        Assert.Equal(["once", "other"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task A_repeated_key_gives_the_version_of_the_first_commit()
    {
        var key = (await CreateAsync()).Key;
        Stores.CommitDecision decide = static (current, _) =>
            new Stores.Decision([new Events.CustomEvent("x", default)], 7);
        var first = await Store.CommitAsync(key, decide, Keyed("k"));
        await Manager.SetStateAsync("s", "a", 1);
        var again = await Store.CommitAsync(key, decide, Keyed("k"));
        Assert.Equal((2, false, 2, true), (first.Version, first.Replayed, again.Version, again.Replayed));
        Assert.Equal(3, again.Session.Version);
    }

    [ConformanceFact]
    public async Task A_key_repeated_with_other_content_is_a_conflict()
    {
        await CreateAsync();
        await Manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"));
        var conflict = await UnchangedAsync<SessionConflictException>(() => Manager.AppendMessageAsync("s", NewMessage.User("twice"), Keyed("k")));
        Assert.Equal((SessionConflict.IdempotencyKey, 2, 2), (conflict.Conflict, conflict.ExpectedVersion, conflict.ActualVersion));
        await UnchangedAsync<SessionConflictException>(() => Manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"), "other chat"));
        await UnchangedAsync<SessionConflictException>(() => Manager.SetStateAsync("s", "a", 1, Keyed("k")));
    }

    [ConformanceFact]
    public async Task A_repeated_key_is_recognised_before_the_expected_version_is_compared()
    {
        await CreateAsync();
        var options = new CommitOptions { IdempotencyKey = "k", ExpectedVersion = 1 };
        await Manager.SetStateAsync("s", "a", 1, options);
        Assert.Equal(2, (await Manager.SetStateAsync("s", "a", 1, options)).Version);
    }

    [ConformanceFact]
    public async Task A_repeated_key_is_recognised_where_the_first_commit_has_closed_the_door()
    {
        await CreateAsync();
        await Manager.CompleteAsync("s", "done", Keyed("k"));
        Assert.Equal(2, (await Manager.CompleteAsync("s", "done", Keyed("k"))).Version);
        await UnchangedAsync<SessionConflictException>(() => Manager.FailAsync("s", "done", Keyed("k")));
    }

    [ConformanceFact]
    public async Task What_depends_on_the_view_is_not_compared()
    {
        await CreateAsync();
        await Manager.ChangeStateAsync("s", "count", Increment, Keyed("k"));
        Assert.Equal(2, (await Manager.ChangeStateAsync("s", "count", Increment, Keyed("k"))).Version);
        await Manager.UpdateAsync("s", update => update.SetState("at", update.Now.ToString("O")), Keyed("clock"));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, (await Manager.UpdateAsync("s", update => update.SetState("at", update.Now.ToString("O")), Keyed("clock"))).Version);
        Assert.Equal("1", (await ViewAsync()).State["count"].Value.ToString());
    }

    [ConformanceFact]
    public async Task Keys_belong_to_one_session_and_one_incarnation()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        await Manager.SetStateAsync("a", "x", 1, Keyed("k"));
        Assert.Equal(2, (await Manager.SetStateAsync("b", "x", 2, Keyed("k"))).Version);
        await Manager.DeleteAsync("a");
        await CreateAsync("a");
        Assert.Equal("3", (await Manager.SetStateAsync("a", "x", 3, Keyed("k"))).State["x"].Value.ToString());
    }

    [ConformanceFact]
    public async Task Of_many_who_use_one_key_at_once_one_appends()
    {
        await CreateAsync();
        await TogetherAsync(8, async _ => await Manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k")));
        Assert.Equal(["once"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task The_newest_thousand_keys_are_remembered()
    {
        await CreateAsync();
        for (var i = 0; i < 1100; i++)
        {
            await Manager.UpdateAsync("s", update => update.SetState("i", i), Keyed($"k{i}"));
        }

        foreach (var i in (int[])[100, 101, 600, 1099])
        {
            Assert.Equal(1101, (await Manager.UpdateAsync("s", update => update.SetState("i", i), Keyed($"k{i}"))).Version);
        }
    }

    [ConformanceFact]
    public async Task A_keyed_create_makes_one_session_for_each_partition()
    {
        var first = await Manager.CreateAsync(new NewSession { Purpose = "a" }, Keyed("k"));
        Assert.Equal(first.Incarnation, (await Manager.CreateAsync(new NewSession { Purpose = "a" }, Keyed("k"))).Incarnation);
        var other = await Manager.ForUser("alice").CreateAsync(new NewSession { Purpose = "a" }, Keyed("k"));
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(
            SessionConflict.IdempotencyKey,
            (await RefusedAsync<SessionConflictException>(() => Manager.CreateAsync(new NewSession { Purpose = "b" }, Keyed("k")))).Conflict);
        Assert.Equal(1, await Manager.CountAsync());
        await Manager.DeleteAsync(first.Id);
        Assert.NotEqual(first.Incarnation, (await Manager.CreateAsync(new NewSession { Purpose = "b" }, Keyed("k"))).Incarnation);
    }

    [ConformanceFact]
    public async Task A_keyed_create_with_a_lifetime_is_recognised_later()
    {
        var wanted = new NewSession { Id = "s", AbsoluteLifetime = TimeSpan.FromHours(2) };
        var first = await Manager.CreateAsync(wanted, Keyed("k"));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.Incarnation, (await Manager.CreateAsync(wanted, Keyed("k"))).Incarnation);
        await RefusedAsync<SessionConflictException>(() => Manager.CreateAsync(wanted with { AbsoluteLifetime = TimeSpan.FromHours(3) }, Keyed("k")));
        await RefusedAsync<SessionAlreadyExistsException>(() => Manager.CreateAsync(wanted, Keyed("another")));
    }

    [ConformanceFact]
    public async Task Linking_an_invocation_twice_counts_it_once()
    {
        await CreateAsync();
        var invocation = new Invocation("call-1", "search") { Duration = TimeSpan.FromSeconds(2) };
        await Manager.LinkInvocationAsync("s", invocation);
        Assert.Equal(2, (await Manager.LinkInvocationAsync("s", invocation)).Version);
        await Manager.UpdateAsync("s", update => update
            .LinkInvocation(invocation).LinkInvocation(new Invocation("call-2", "search")).LinkInvocation(new Invocation("call-2", "search")).AddEvent("x"));
        var view = await ViewAsync();
        Assert.Equal((4, 2, TimeSpan.FromSeconds(2)), (view.Version, view.Invocations.Count, view.Invocations.Duration));
        Assert.Equal(2, view.Invocations.Tools["search"]);
    }
}
