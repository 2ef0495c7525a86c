using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 7: what a read returns never changes, and the caller's own objects never change the store.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_view_never_changes()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", State = new Dictionary<string, JsonText> { ["a"] = 1 }, Tags = ["x"] });
        var view = await Manager.AppendMessageAsync("s", NewMessage.User("1"), Channel.Api);
        var expiry = view.ExpiresAt;
        Time.Advance(TimeSpan.FromMinutes(1));
        await Manager.UpdateAsync("s", update => update.SetState("a", 2).SetState("b", 1).SetTags("y").AppendMessage(NewMessage.User("2"), "other"), Channel.Cli);
        await Manager.TouchAsync("s", Channel.Mcp);
        await Manager.CompleteAsync("s");
        Assert.Equal((3, 1, expiry, SessionStatus.Active), (view.Version, view.Messages.Total, view.ExpiresAt, view.Status));
        Assert.Equal(["a"], view.State.Keys);
        Assert.Equal("1", view.State["a"].Value.ToString());
        Assert.Equal(["x"], view.Tags.AsEnumerable());
        Assert.Single(view.Chats);
        Assert.Equal(["default", "api"], view.Channels.Select(channel => channel.Channel.Name));
    }

    [ConformanceFact]
    public async Task Messages_that_were_read_never_change()
    {
        await CreateAsync();
        await Manager.AppendMessageAsync("s", NewMessage.User("1"));
        var read = await Manager.ReadNewestMessagesAsync("s");
        await Manager.AppendMessageAsync("s", NewMessage.User("2"));
        await Manager.ClearConversationAsync("s");
        await Manager.AppendMessageAsync("s", NewMessage.User("3"));
        Assert.Equal("1", Assert.Single(read).Content);
        if (read is IList<Message> { IsReadOnly: false } list)
        {
            list[0] = (await Manager.ReadNewestMessagesAsync("s"))[0];
        }

        Assert.Equal(["3"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task Objects_of_the_caller_are_copied()
    {
        var state = new Dictionary<string, JsonText> { ["a"] = 1 };
        var metadata = new Dictionary<string, JsonText> { ["m"] = "1" };
        var tags = new List<string> { "x" };
        await Manager.CreateAsync(new NewSession { Id = "s", State = state, Metadata = metadata, Preferences = metadata, Tags = tags });
        Spoil();
        await Manager.UpdateStateAsync("s", state = new() { ["b"] = 1 });
        await Manager.UpdateMetadataAsync("s", metadata = new() { ["n"] = 1 });
        var messages = new List<NewMessage> { NewMessage.User("1") };
        await Manager.AppendMessagesAsync("s", messages);
        messages[0] = NewMessage.User("spoilt");
        var bytes = "{\"k\":1}"u8.ToArray();
        await Manager.SetStateAsync("s", "json", JsonText.Parse(bytes));
        bytes[5] = (byte)'9';
        Spoil();

        var view = await ViewAsync();
        Assert.Equal(["a", "b", "json"], view.State.Keys);
        Assert.Equal(["1", "1", "{\"k\":1}"], view.State.Values.Select(entry => entry.Value.ToString()));
        Assert.Equal(["m", "n"], view.Metadata.Keys);
        Assert.Equal(["m"], view.Preferences.Keys);
        Assert.Equal(["x"], view.Tags.AsEnumerable());
        Assert.Equal(["1"], await ContentsAsync());

        void Spoil()
        {
            state["a"] = state["b"] = state["spoilt"] = "spoilt";
            metadata["m"] = metadata["spoilt"] = "spoilt";
            tags.Add("spoilt");
        }
    }

    [ConformanceFact]
    public async Task An_update_kept_beyond_its_function_is_refused_and_changes_nothing()
    {
        var key = (await CreateAsync()).Key;
        SessionUpdate? kept = null;
        await Manager.UpdateAsync("s", update =>
        {
            kept = update;
            update.SetState("b", 1).RemoveState("a");
        });
        foreach (var late in (Action[])[() => kept!.RemoveState("b"), () => kept!.SetState("c", 1), () => kept!.Complete()])
        {
            Assert.Contains("This update is over", Assert.Throws<InvalidOperationException>(late).Message, StringComparison.Ordinal);
        }

        var view = await ViewAsync();
        Assert.Equal((2, SessionStatus.Active), (view.Version, view.Status));
        Assert.Equal(["b"], view.State.Keys);
        var changed = Assert.IsType<Events.StateChanged>((await LogAsync(key))[^1].Events[0]);
        Assert.Equal(["a"], changed.Removed);
        Assert.Equal(["b"], changed.Set.Keys);
    }

    [ConformanceFact]
    public async Task A_log_that_was_read_never_changes()
    {
        var key = (await CreateAsync()).Key;
        await Manager.SetStateAsync("s", "a", 1);
        var page = (await Store.ReadLogAsync(key, 0, 10))!;
        if (page.Commits[1].Events is IList<SessionEvent> { IsReadOnly: false } events)
        {
            events[0] = page.Commits[0].Events[0];
        }

        await Manager.SetStateAsync("s", "a", 2);
        Assert.Equal(2, page.Commits.Count);
        Assert.Equal(2, page.Session.Version);
        Assert.Equal(["created", "state", "state"], (await EventsAsync()).Select(happened => happened.Kind));
    }
}
