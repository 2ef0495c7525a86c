using Xunit;

namespace Sessions.Testing;

// Conditions: each operator on each kind of field, and what null is.
public abstract partial class SessionStoreConformance
{
    private async Task AssertFoundAsync(SessionCondition condition, params string[] ids)
    {
        var found = await ListAsync(condition);
        Assert.True(ids.SequenceEqual(found), $"{condition}: expected {string.Join(' ', ids)}, found {string.Join(' ', found)}.");
        Assert.Equal(ids.Length, await Manager.CountAsync(condition));
        var rest = await ListAsync(!condition);
        Assert.True(
            rest.Concat(ids).Order(StringComparer.Ordinal).SequenceEqual(await ListAsync()),
            $"not {condition}: found {string.Join(' ', rest)}, which is not all the others.");
    }

    private async Task<Session> StoreAsync(string id, NewSession session) => await Manager.CreateAsync(session with { Id = id });

    [ConformanceFact]
    public async Task A_text_compares_with_each_operator_and_is_null_when_it_is_not_there()
    {
        await StoreAsync("1", new NewSession { DisplayName = "b" });
        await StoreAsync("2", new NewSession { DisplayName = "B" });
        await StoreAsync("3", new NewSession { DisplayName = "bb" });
        await StoreAsync("4", new NewSession());
        var name = SessionField.DisplayName;
        await AssertFoundAsync(name.EqualTo("b"), "1");
        await AssertFoundAsync(name.NotEqualTo("b"), "2", "3", "4");
        await AssertFoundAsync(name.LessThan("b"), "2");
        await AssertFoundAsync(name.AtMost("b"), "1", "2");
        await AssertFoundAsync(name.GreaterThan("b"), "3");
        await AssertFoundAsync(name.AtLeast("b"), "1", "3");
        await AssertFoundAsync(name.In("B", "bb", "x"), "2", "3");
        await AssertFoundAsync(name.In());
        await AssertFoundAsync(name.Like("b%"), "1", "3");
        await AssertFoundAsync(name.IsNull(), "4");
        await AssertFoundAsync(!name.LessThan("b"), "1", "3", "4");
        await AssertFoundAsync(!name.In("b", "B"), "3", "4");
        await AssertFoundAsync(!name.Like("%"), "4");
    }

    [ConformanceFact]
    public async Task An_empty_text_is_not_null()
    {
        await StoreAsync("1", new NewSession { Purpose = "", Metadata = new Dictionary<string, JsonText> { ["k"] = "" } });
        await StoreAsync("2", new NewSession { Metadata = new Dictionary<string, JsonText> { ["k"] = JsonText.Null } });
        await StoreAsync("3", new NewSession());
        foreach (var field in (SessionField[])[SessionField.Purpose, SessionField.Metadata("k")])
        {
            await AssertFoundAsync(field.IsNull(), "2", "3");
            await AssertFoundAsync(field.EqualTo(""), "1");
            await AssertFoundAsync(field.Like(""), "1");
            await AssertFoundAsync(field.Like("%"), "1");
            await AssertFoundAsync(field.LessThan("a"), "1");
        }
    }

    [ConformanceFact]
    public async Task Whole_numbers_truths_and_statuses_compare()
    {
        await StoreAsync("1", new NewSession());
        await StoreAsync("2", new NewSession());
        await Manager.AppendMessageAsync("2", NewMessage.User("m"));
        await Manager.UpdateAsync("2", update => update
            .LinkInvocation(new Invocation("i", "t") { Outcome = InvocationOutcome.Failed }).RecordUsage(new TokenUsage(long.MaxValue - 1, 0)));
        await StoreAsync("3", new NewSession { Pinned = true });
        await Manager.PauseAsync("3");
        await AssertFoundAsync(SessionField.Version.EqualTo(1), "1");
        await AssertFoundAsync(SessionField.Version.GreaterThan(1), "2", "3");
        await AssertFoundAsync(SessionField.Version.AtMost(3), "1", "3");
        await AssertFoundAsync(SessionField.MessageCount.AtLeast(1), "2");
        await AssertFoundAsync(SessionField.InvocationCount.In(1, 7), "2");
        await AssertFoundAsync(SessionField.FailedInvocationCount.LessThan(1), "1", "3");
        await AssertFoundAsync(SessionField.TotalTokens.EqualTo(long.MaxValue));
        await AssertFoundAsync(SessionField.TotalTokens.EqualTo(long.MaxValue - 1), "2");
        await AssertFoundAsync(SessionField.TotalTokens.NotEqualTo(long.MaxValue - 2), "1", "2", "3");
        await AssertFoundAsync(SessionField.Pinned.EqualTo(true), "3");
        await AssertFoundAsync(SessionField.Pinned.NotEqualTo(true), "1", "2");
        await AssertFoundAsync(SessionField.Status.EqualTo(SessionStatus.Paused), "3");
        await AssertFoundAsync(SessionField.Status.In(SessionStatus.Active, SessionStatus.Failed), "1", "2");
        await AssertFoundAsync(SessionField.Status.IsNull());
    }

    [ConformanceFact]
    public async Task Instants_compare_in_whole_microseconds()
    {
        var start = Time.GetUtcNow();
        await StoreAsync("1", new NewSession { NoIdleTimeout = true });
        Time.Advance(TimeSpan.FromMicroseconds(1));
        await StoreAsync("2", new NewSession { IdleTimeout = Minute });
        await Manager.CompleteAsync("2");
        Time.Advance(TimeSpan.FromMicroseconds(1));
        await StoreAsync("3", new NewSession { IdleTimeout = Minute });
        var second = start.AddMicroseconds(1);
        await AssertFoundAsync(SessionField.CreatedAt.EqualTo(second), "2");
        await AssertFoundAsync(SessionField.CreatedAt.EqualTo(second.AddTicks(9)), "2");
        await AssertFoundAsync(SessionField.CreatedAt.LessThan(second.AddTicks(9)), "1");
        await AssertFoundAsync(SessionField.CreatedAt.AtMost(second), "1", "2");
        await AssertFoundAsync(SessionField.CreatedAt.GreaterThan(second), "3");
        await AssertFoundAsync(SessionField.UpdatedAt.AtLeast(second.ToOffset(TimeSpan.FromHours(5))), "2", "3");
        await AssertFoundAsync(SessionField.FinishedAt.IsNull(), "1", "3");
        await AssertFoundAsync(SessionField.FinishedAt.AtMost(second), "2");
        await AssertFoundAsync(SessionField.ExpiresAt.IsNull(), "1", "2");
        await AssertFoundAsync(SessionField.ExpiresAt.EqualTo(start.AddMicroseconds(2) + Minute), "3");
        await AssertFoundAsync(SessionField.ExpiresAt.LessThan(DateTimeOffset.MaxValue), "3");
    }

    [ConformanceFact]
    public async Task What_a_use_changes_is_found()
    {
        await StoreAsync("1", new NewSession());
        await StoreAsync("2", new NewSession());
        Time.Advance(Minute);
        var read = Time.GetUtcNow();
        await Manager.GetAsync("2", Channel.Mcp);
        await AssertFoundAsync(SessionField.LastUsedAt.AtLeast(read), "2");
        await AssertFoundAsync(SessionField.CurrentChannel.EqualTo(Channel.Mcp), "2");
        await AssertFoundAsync(SessionField.CreatedBy.EqualTo(Channel.Mcp));
        await AssertFoundAsync(SessionField.Channels.Contains(Channel.Mcp), "2");
        await AssertFoundAsync(SessionField.Channels.Contains(Channel.Default), "1", "2");
        await AssertFoundAsync(SessionField.ExpiresAt.GreaterThan((await ViewAsync("1")).ExpiresAt!.Value), "2");
    }

    [ConformanceFact]
    public async Task Of_several_values_one_must_do()
    {
        await StoreAsync("1", new NewSession { Tags = ["vip", "new"] });
        await StoreAsync("2", new NewSession { Tags = ["VIP"] });
        await StoreAsync("3", new NewSession());
        await AssertFoundAsync(SessionField.Tags.Contains("vip"), "1");
        await AssertFoundAsync(SessionField.Tags.NotEqualTo("vip"), "2", "3");
        await AssertFoundAsync(SessionField.Tags.In("x", "new", "VIP"), "1", "2");
        await AssertFoundAsync(SessionField.Tags.Like("v%"), "1");
        await AssertFoundAsync(SessionField.Tags.Like("%,%"));
        await AssertFoundAsync(SessionField.Tags.IsNull(), "3");
        await AssertFoundAsync(SessionField.Tags.Contains("vip") & SessionField.Tags.Contains("new"), "1");
    }

    [ConformanceFact]
    public async Task Conditions_are_joined_and_negated()
    {
        await StoreAsync("1", new NewSession { UserId = "u" });
        await StoreAsync("2", new NewSession { UserId = "v" });
        await StoreAsync("3", new NewSession());
        await AssertFoundAsync(SessionCondition.Always, "1", "2", "3");
        await AssertFoundAsync(SessionCondition.Never);
        await AssertFoundAsync(SessionField.UserId.EqualTo("u") | SessionField.UserId.IsNull(), "1", "3");
        await AssertFoundAsync(SessionField.UserId.EqualTo("u") & SessionField.UserId.EqualTo("v"));
        await AssertFoundAsync(!(SessionField.UserId.EqualTo("u") | SessionField.UserId.EqualTo("v")), "3");
        await AssertFoundAsync(!!SessionField.UserId.EqualTo("u"), "1");
        await AssertFoundAsync(SessionField.UserId.EqualTo("u") & (SessionField.Id.EqualTo("2") | SessionCondition.Always), "1");
        var filter = new SessionFilter { UserId = "v", Where = SessionField.UserId.NotEqualTo("u") };
        Assert.Equal(["2"], await ListAsync(filter));
        Assert.Equal(1, await Manager.CountAsync(filter));
    }

    [ConformanceFact]
    public async Task Sessions_are_deleted_by_condition()
    {
        for (var i = 0; i < 20; i++)
        {
            await StoreAsync($"s{i:00}", new NewSession { State = new Dictionary<string, JsonText> { ["n"] = i } });
        }

        Assert.Equal(15, await Manager.DeleteWhereAsync(SessionField.State("n").AtLeast(5)));
        Assert.Equal(["s00", "s01", "s02", "s03", "s04"], await ListAsync());
        Assert.Equal(0, await Manager.DeleteWhereAsync(SessionField.State("none").EqualTo(1)));
        Assert.Equal(0, await Manager.DeleteWhereAsync(SessionCondition.Never));
        Assert.Equal(5, await Manager.DeleteWhereAsync(SessionCondition.Always));
    }

    [ConformanceFact]
    public async Task A_condition_pages_like_any_filter()
    {
        for (var i = 0; i < 60; i++)
        {
            await StoreAsync($"s{i:00}", new NewSession { State = new Dictionary<string, JsonText> { ["n"] = i % 7 } });
            Time.Advance(Tick);
        }

        var expected = Enumerable.Range(0, 60).Where(i => i % 7 == 3).Select(i => $"s{i:00}").ToList();
        foreach (var limit in (int[])[1, 2, 8, 9, 1000])
        {
            Assert.Equal(expected, await ListAsync(SessionField.State("n").EqualTo(3), SessionOrder.OldestCreated, limit));
            Assert.Equal(Enumerable.Reverse(expected), await ListAsync(SessionField.State("n").EqualTo(3), SessionOrder.NewestUpdated, limit));
        }
    }

    [ConformanceFact]
    public async Task A_condition_that_changes_what_it_finds_is_asked_anew()
    {
        await StoreAsync("1", new NewSession { State = new Dictionary<string, JsonText> { ["k"] = "a" }, Tags = ["t"] });
        await AssertFoundAsync(SessionField.State("k").EqualTo("a"), "1");
        await Manager.SetStateAsync("1", "k", "b");
        await AssertFoundAsync(SessionField.State("k").EqualTo("a"));
        await AssertFoundAsync(SessionField.State("k").EqualTo("b"), "1");
        await Manager.RemoveStateAsync("1", ["k"]);
        await AssertFoundAsync(SessionField.State("k").IsNull(), "1");
        await Manager.UpdateAsync("1", update => update.SetTags());
        await AssertFoundAsync(SessionField.Tags.IsNull(), "1");
    }

    [ConformanceFact]
    public async Task A_condition_finds_nothing_of_other_partitions()
    {
        await StoreAsync("1", new NewSession { UserId = "u" });
        await Manager.ForPartition("p").CreateAsync(new NewSession { Id = "2", UserId = "u" });
        await AssertFoundAsync(SessionField.UserId.EqualTo("u"), "1");
        Assert.Equal(["2"], (await Manager.ForPartition("p").ListAsync(SessionCondition.Always | SessionField.Id.EqualTo("1"))).Sessions.Select(session => session.Id));
        Assert.Equal(1, await Manager.ForPartition("p").DeleteWhereAsync(SessionCondition.Always));
        await AssertFoundAsync(SessionCondition.Always, "1");
    }
}
