using Sessions.Events;
using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Import, and promise 15 as far as a store has a hand in it: what a newer build wrote is kept.
public abstract partial class SessionStoreConformance
{
    private async Task<Session> GrownAsync(string id)
    {
        await Manager.CreateAsync(new NewSession { Id = id, NoIdleTimeout = true, Tags = ["t"], State = new Dictionary<string, JsonText> { ["a"] = 1 } }, Channel.Api);
        Time.Advance(Minute);
        await Manager.UpdateAsync(id, update => update.AppendMessage(NewMessage.User("1")).AppendMessage(NewMessage.User("2"), "other"), Keyed("k"));
        Time.Advance(Minute);
        await Manager.UpdateAsync(id, update => update.ClearConversation().AppendMessage(NewMessage.User("3")).LinkInvocation(new Invocation("i", "t")));
        return await Manager.PauseAsync(id, options: Channel.Cli);
    }

    [ConformanceFact]
    public async Task Imported_commits_keep_their_versions_instants_and_names()
    {
        var source = await GrownAsync("source");
        var commits = await LogAsync(source.Key);
        Time.Advance(Hour);
        var copy = await Store.ImportAsync(new SessionKey("p", "copy"), commits);
        Assert.Equal((source.Version, source.CreatedAt, source.UpdatedAt), (copy.Version, copy.CreatedAt, copy.UpdatedAt));
        var read = await LogAsync(copy.Key);
        Assert.Equal(
            commits.Select(commit => (commit.Id, commit.FirstVersion, commit.At, commit.Channel, commit.IdempotencyKey)),
            read.Select(commit => (commit.Id, commit.FirstVersion, commit.At, commit.Channel, commit.IdempotencyKey)));
        var found = await Store.FindAsync(copy.Key);
        Assert.Equal((SessionStatus.Paused, 1, 2), (found!.Status, found.Invocations.Count, found.Messages.Total));
        Assert.Equal(["a"], found.State.Keys);
        Assert.Equal(["api", "default", "cli"], found.Channels.Select(channel => channel.Channel.Name));
        var partition = Manager.ForPartition("p");
        Assert.Equal(["3"], (await partition.ReadNewestMessagesAsync("copy")).Select(message => message.Content));
        Assert.Equal(["2"], (await partition.ReadNewestMessagesAsync("copy", chat: "other")).Select(message => message.Content));
    }

    [ConformanceFact]
    public async Task An_imported_session_goes_on_like_any_other()
    {
        var commits = await LogAsync((await GrownAsync("source")).Key);
        await Manager.DeleteAsync("source");
        var copy = await Store.ImportAsync(Key("copy"), commits);
        await Manager.ResumeAsync("copy");
        await Manager.LinkInvocationAsync("copy", new Invocation("i", "t"));
        Assert.Equal("copy", (await Manager.FindByInvocationAsync("i"))!.Id);
        await RefusedAsync<SessionConflictException>(() => Manager.SetStateAsync("copy", "a", 2, Keyed("k")));
        var view = await Manager.AppendMessageAsync("copy", NewMessage.User("4"));
        Assert.Equal((copy.Version + 2, 1), (view.Version, view.Invocations.Count));
        Assert.Equal(["3", "4"], await ContentsAsync("copy"));
        var words = await WatchAsync(copy.Version, (count, _) => count == 2 ? Manager.DeleteAsync("copy").AsTask() : Task.CompletedTask, "copy");
        Assert.Equal(3, words.Count);
    }

    [ConformanceFact]
    public async Task A_lease_of_a_former_life_holds_nothing_of_what_is_brought_back()
    {
        var created = await CreateAsync();
        var archive = await LogAsync(created.Key);
        var former = await HoldAsync("former");
        await Manager.DeleteAsync("s");
        Time.Advance(TimeSpan.FromMicroseconds(1));
        await Store.ImportAsync(created.Key, archive);
        var token = await HoldAsync("now");
        Assert.Equal(former.Incarnation, token.Incarnation);
        Assert.True(token.FencingToken > former.FencingToken);
        await UnchangedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "late", 1, new CommitOptions { Lease = former }));
        await Store.UseAsync(created.Key, new SessionUse.Release(former));
        Assert.Equal("now", (await ViewAsync()).Lease!.Holder);
    }

    [ConformanceFact]
    public async Task What_is_brought_back_knows_nothing_of_what_came_after_its_archive()
    {
        var created = await CreateAsync();
        var archive = await LogAsync(created.Key);
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("lost")).LinkInvocation(new Invocation("i", "t")), Keyed("k"));
        await Manager.DeleteAsync("s");
        await Store.ImportAsync(created.Key, archive);
        await Manager.AppendMessageAsync("s", NewMessage.User("1"), Keyed("k"));
        var view = await Manager.LinkInvocationAsync("s", new Invocation("i", "t"));
        Assert.Equal((created.Version + 2, 1, 1), (view.Version, view.Messages.Total, view.Invocations.Count));
        Assert.Equal(["1"], await ContentsAsync("s"));
    }

    [ConformanceFact]
    public async Task An_id_in_use_is_not_imported_over()
    {
        var commits = await LogAsync((await GrownAsync("source")).Key);
        await CreateAsync();
        await Assert.ThrowsAsync<SessionAlreadyExistsException>(async () => await Store.ImportAsync(Key("s"), commits));
        Assert.Equal(1, (await ViewAsync()).Version);
    }

    [ConformanceFact]
    public async Task An_import_with_gaps_is_refused()
    {
        var commits = await LogAsync((await GrownAsync("source")).Key);
        await RefuseAsync([]);
        await RefuseAsync(commits[1..]);
        await RefuseAsync([commits[0], .. commits[2..]]);
        await RefuseAsync([commits[0], commits[0]]);
        Assert.Null(await Manager.FindAsync("copy"));

        async Task RefuseAsync(List<Commit> wrong) =>
            await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ImportAsync(Key("copy"), wrong));
    }

    [ConformanceFact]
    public async Task What_a_newer_build_wrote_is_kept()
    {
        var created = new SessionCreated("incarnation");
        var unknown = new UnknownEvent("hologram", JsonText.Parse("{\"v\":2,\"k\":\"hologram\",\"beam\":[1,2]}"));
        var message = new MessageAppended(new Message(Chat.Main, MessageRole.User, "hello", null, null, null)) { UnknownFields = JsonText.Parse("{\"mood\":\"good\"}") };
        var at = Instants.From(Time.GetUtcNow());
        created.Stamp(1, at, Channel.Api);
        unknown.Stamp(2, at, Channel.Api);
        message.Message.Ordinal = 1;
        message.Stamp(3, at, Channel.Api);
        Commit[] commits =
        [
            new(CommitId.New(), 1, at, Channel.Api, [created]),
            new(CommitId.New(), 2, at, Channel.Api, [unknown, message]) { UnknownFields = JsonText.Parse("{\"sealed\":true}") },
        ];
        var view = await Store.ImportAsync(Key("s"), commits);
        Assert.Equal((3, 1), (view.Version, view.Messages.Total));
        await Manager.SetStateAsync("s", "a", 1);
        var log = await LogAsync(view.Key);
        Assert.Equal(JsonText.Parse("{\"sealed\":true}"), log[1].UnknownFields);
        var kept = Assert.IsType<UnknownEvent>(log[1].Events[0]);
        Assert.Equal(("hologram", unknown.Raw, 2), (kept.Kind, kept.Raw, kept.Version));
        var spoken = Assert.IsType<MessageAppended>(log[1].Events[1]);
        Assert.Equal(("hello", JsonText.Parse("{\"mood\":\"good\"}")), (spoken.Message.Content, spoken.UnknownFields));
        Assert.Equal("state", log[2].Events[0].Kind);
    }
}
