using Xunit;

namespace Sessions.Testing;

// State, details, invocations, usage, channels: what a view shows, and where it came from.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task State_knows_its_value_channel_instant_and_version()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", State = new Dictionary<string, JsonText> { ["a"] = 1, ["b"] = true } }, Channel.Api);
        Time.Advance(Minute);
        await Manager.UpdateStateAsync("s", new Dictionary<string, JsonText> { ["b"] = JsonText.Null, ["c"] = "text" }, Channel.Cli);
        var view = await ViewAsync();
        Assert.Equal(["a", "b", "c"], view.State.Keys);
        Assert.Equal(["1", "null", "\"text\""], view.State.Values.Select(entry => entry.Value.ToString()));
        Assert.Equal([2, 3, 3], view.State.Values.Select(entry => entry.Version));
        Assert.Equal([Channel.Api, Channel.Cli, Channel.Cli], view.State.Values.Select(entry => entry.Channel));
        Assert.Equal(Time.GetUtcNow() - Minute, view.State["a"].At);
        Assert.Equal(Time.GetUtcNow(), view.State["b"].At);
    }

    [ConformanceFact]
    public async Task A_delta_leaves_other_keys_alone_and_removal_of_what_is_not_there_is_no_error()
    {
        await CreateAsync();
        await Manager.UpdateStateAsync("s", new Dictionary<string, JsonText> { ["a"] = 1, ["b"] = 2 });
        await Manager.RemoveStateAsync("s", ["a", "never"]);
        await Manager.UpdateAsync("s", update => update.SetState("x", 1).RemoveState("x").RemoveState("b").SetState("b", 3));
        var view = await ViewAsync();
        Assert.Equal(["b"], view.State.Keys);
        Assert.Equal("3", view.State["b"].Value.ToString());
    }

    [ConformanceFact]
    public async Task Values_come_back_byte_for_byte()
    {
        await CreateAsync();
        string[] texts = ["{\"b\":1,\"a\":2,\"b\":3}", "1.0", "1E+2", "123456789012345678901234567890", "\"\\u00e9é\"", " [ 1 , 2 ] ", "\"\"", "-0"];
        for (var i = 0; i < texts.Length; i++)
        {
            await Manager.SetStateAsync("s", $"{i}", JsonText.Parse(texts[i]));
        }

        Assert.Equal(texts, (await ViewAsync()).State.Values.Select(entry => entry.Value.ToString()));
    }

    [ConformanceFact]
    public async Task Many_keys_are_kept_in_ordinal_order()
    {
        await CreateAsync();
        var random = new Random(7);
        var keys = Enumerable.Range(0, 500).Select(_ => $"k{random.Next(100_000)}").Distinct().ToList();
        foreach (var chunk in keys.Chunk(50))
        {
            await Manager.UpdateStateAsync("s", chunk.ToDictionary(key => key, key => (JsonText)key));
        }

        await Manager.RemoveStateAsync("s", keys.Take(100));
        var view = await ViewAsync();
        Assert.Equal(keys.Skip(100).Order(StringComparer.Ordinal), view.State.Keys);
        Assert.All(view.State, pair => Assert.Equal(pair.Key, pair.Value.Value.AsString()));
    }

    [ConformanceFact]
    public async Task Tags_replace_and_metadata_merge()
    {
        await Manager.CreateAsync(new NewSession
        {
            Id = "s",
            Tags = ["b", "a", "b"],
            Metadata = new Dictionary<string, JsonText> { ["x"] = 1, ["y"] = 1 },
            Preferences = new Dictionary<string, JsonText> { ["lang"] = "en" },
            Purpose = "p",
            DisplayName = "d",
        });
        Assert.Equal(["a", "b"], (await ViewAsync()).Tags.AsEnumerable());
        await Manager.SetTagsAsync("s", ["c"]);
        await Manager.UpdateMetadataAsync("s", new Dictionary<string, JsonText> { ["y"] = 2, ["z"] = 2 }, ["x", "never"]);
        await Manager.UpdatePreferencesAsync("s", new Dictionary<string, JsonText> { ["theme"] = "dark" }, ["lang"]);
        await Manager.SetPurposeAsync("s", null);
        await Manager.SetDisplayNameAsync("s", "e");
        var view = await ViewAsync();
        Assert.Equal(["c"], view.Tags.AsEnumerable());
        Assert.Equal(["y=2", "z=2"], view.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(["theme"], view.Preferences.Keys);
        Assert.Equal((null, "e"), (view.Purpose, view.DisplayName));
        Assert.Empty((await Manager.SetTagsAsync("s", [])).Tags.AsEnumerable());
    }

    [ConformanceFact]
    public async Task A_memory_pool_is_bound_in_place_of_another()
    {
        await CreateAsync();
        Assert.Equal(new MemoryPoolBinding("one"), (await Manager.BindMemoryPoolAsync("s", "one")).MemoryPool);
        Assert.Equal(new MemoryPoolBinding("two", true), (await Manager.BindMemoryPoolAsync("s", "two", shared: true)).MemoryPool);
        Assert.Null((await Manager.UnbindMemoryPoolAsync("s")).MemoryPool);
    }

    [ConformanceFact]
    public async Task Invocations_add_up_and_are_found()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        await Manager.UpdateAsync("a", update => update
            .LinkInvocation(new Invocation("1", "search") { Duration = TimeSpan.FromSeconds(1) })
            .LinkInvocation(new Invocation("2", "search") { Duration = TimeSpan.FromSeconds(2), Outcome = InvocationOutcome.Failed, Directory = "x/y" })
            .LinkInvocation(new Invocation("3", "write") { Outcome = InvocationOutcome.Cancelled }));
        Time.Advance(Minute);
        await Manager.LinkInvocationAsync("b", new Invocation("1", "search"));
        var totals = (await ViewAsync("a")).Invocations;
        Assert.Equal((3, 1, TimeSpan.FromSeconds(3)), (totals.Count, totals.Failed, totals.Duration));
        Assert.Equal(["search=2", "write=1"], totals.Tools.Select(tool => $"{tool.Key}={tool.Value}"));
        Assert.Equal("a", (await Manager.FindByInvocationAsync("1"))!.Id);
        Assert.Null(await Manager.FindByInvocationAsync("unknown"));
        await Manager.DeleteAsync("a");
        Assert.Equal("b", (await Manager.FindByInvocationAsync("1"))!.Id);
        Assert.Null(await Manager.FindByInvocationAsync("3"));
        var linked = (Events.InvocationLinked)(await EventsAsync("b"))[^1];
        Assert.Equal(new Invocation("1", "search"), linked.Invocation);
    }

    [ConformanceFact]
    public async Task Usage_and_statistics_add_up()
    {
        await CreateAsync();
        await Manager.RecordUsageAsync("s", new TokenUsage(10, 5) { CachedInputTokens = 2, ReasoningTokens = 1, Cost = 0.1m });
        await Manager.RecordUsageAsync("s", new TokenUsage(1, 1) { Cost = 0.2m });
        await Manager.LinkInvocationAsync("s", new Invocation("1", "t") { Duration = TimeSpan.FromSeconds(4) });
        await Manager.AppendMessageAsync("s", NewMessage.User("x"));
        Time.Advance(Minute * 6);
        var figures = await Manager.GetStatisticsAsync("s");
        Assert.Equal(new TokenUsage(11, 6) { CachedInputTokens = 2, ReasoningTokens = 1, Cost = 0.3m }, figures.Usage);
        Assert.Equal((1, 1, TimeSpan.FromSeconds(4)), (figures.Messages.User, figures.Invocations, figures.MeanInvocationDuration));
        Assert.Equal((Minute * 6, Minute * 6, ActivityLevel.Medium), (figures.Age, figures.Idle, figures.Activity));
    }

    [ConformanceFact]
    public async Task Channels_are_counted_with_their_first_and_last_use()
    {
        await Manager.CreateAsync(new NewSession { Id = "s" }, Channel.Api);
        Time.Advance(Minute);
        await Manager.GetAsync("s", Channel.Cli);
        await Manager.SetStateAsync("s", "a", 1, Channel.Api);
        var view = await ViewAsync();
        Assert.Equal((Channel.Api, Channel.Api), (view.CreatedBy, view.CurrentChannel));
        Assert.Equal(["api:2", "cli:1"], view.Channels.Select(channel => $"{channel.Channel}:{channel.Count}"));
        Assert.True(view.TryGetChannel(Channel.Api, out var api));
        Assert.Equal((Time.GetUtcNow() - Minute, Time.GetUtcNow()), (api.First, api.Last));
    }

    [ConformanceFact]
    public async Task A_switch_between_channels_is_begun_and_completed()
    {
        await Manager.CreateAsync(new NewSession { Id = "s" }, Channel.Api);
        var begun = await Manager.UpdateAsync("s", update => update.BeginTransition(Channel.Cli, "at the desk"), Channel.Api);
        Assert.Equal(new Transition(Channel.Api, Channel.Cli, Time.GetUtcNow(), 2), begun.OpenTransition);
        var done = await Manager.UpdateAsync("s", update => update.CompleteTransition(), Channel.Cli);
        Assert.Equal((null, 1), (done.OpenTransition, done.TransitionCount));
        await UnchangedAsync<InvalidOperationException>(() => Manager.UpdateAsync("s", update => update.CompleteTransition()));
    }

    [ConformanceFact]
    public async Task A_view_holds_bounded_things_only()
    {
        await CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            await Manager.UpdateAsync("s", update =>
            {
                for (var j = 0; j < 50; j++)
                {
                    update.LinkInvocation(new Invocation($"{i}-{j}", $"tool{i}-{j}")).AddEvent("x").AppendMessage(NewMessage.User("x"));
                }
            }, new Channel($"channel{i}"));
        }

        for (var i = 0; i < 100; i++)
        {
            await Manager.TouchAsync("s", new Channel($"c{i}"));
        }

        var view = await ViewAsync();
        Assert.Equal((500, InvocationTotals.MaxTools, Session.MaxChannels), (view.Invocations.Count, view.Invocations.Tools.Count, view.Channels.Length));
        Assert.Equal("c99", view.CurrentChannel.Name);
        Assert.True(view.TryGetChannel("c99", out _));
        Assert.Single(view.Chats);
    }
}
