using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promises 10 and 11: what belongs to another partition is not found, and distinct names never meet.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_key_that_is_no_sessions_finds_nothing_and_begins_nothing()
    {
        var theirs = await Manager.ForPartition("tenant").CreateAsync(new NewSession { Id = "s" });
        var log = await LogAsync(theirs.Key);
        foreach (var id in (string[])["tenant/s", "", ".", "..", "../s", "-s", "a b", "a\0", "a\u0001", new string('x', 129)])
        {
            var key = new SessionKey("", id);
            Assert.Null(await Store.FindAsync(key));
            Assert.Null(await Store.ReadLogAsync(key, 0, 10));
            Assert.Null(await Store.UseAsync(key, new SessionUse.Touch(Channel.Api)));
            Assert.False(await Store.DeleteAsync(key));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ImportAsync(key, log));
            await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(key, static (_, _) => new Decision([new Events.SessionCreated("x")])));
        }

        Assert.Equal(theirs.Version, (await Store.FindAsync(theirs.Key))?.Version);
        Assert.Equal(1, await Store.CountAsync(null, SessionFilter.All));
    }

    [ConformanceFact]
    public async Task What_belongs_to_another_partition_is_not_found()
    {
        var alice = Manager.ForUser("alice");
        await alice.CreateAsync(new NewSession { Id = "s" });
        await alice.LinkInvocationAsync("s", new Invocation("i", "t"));
        foreach (var other in (SessionManager[])[Manager, Manager.ForUser("bob"), Manager.ForPartition("alice")])
        {
            Assert.Null(await other.FindAsync("s"));
            await RefusedAsync<SessionNotFoundException>(() => other.GetAsync("s"));
            await RefusedAsync<SessionNotFoundException>(() => other.SetStateAsync("s", "a", 1));
            await RefusedAsync<SessionNotFoundException>(() => other.TouchAsync("s"));
            await Assert.ThrowsAsync<SessionNotFoundException>(async () => await other.ReadNewestMessagesAsync("s"));
            await Assert.ThrowsAsync<SessionNotFoundException>(async () => await other.AcquireLeaseAsync("s"));
            await Assert.ThrowsAsync<SessionNotFoundException>(async () => await other.GetStatisticsAsync("s"));
            Assert.Null(await other.FindByInvocationAsync("i"));
            Assert.False(await other.DeleteAsync("s"));
            Assert.Empty((await other.ListAsync()).Sessions);
            Assert.Equal(0, await other.CountAsync());
            Assert.Equal(0, await other.DeleteWhereAsync(SessionFilter.All));
        }

        Assert.Equal(2, (await alice.GetAsync("s")).Version);
    }

    [ConformanceFact]
    public async Task A_manager_of_a_user_sees_no_session_of_the_empty_partition()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", UserId = "alice" });
        Assert.Null(await Manager.ForUser("alice").FindAsync("s"));
        Assert.Empty((await Manager.ForUser("alice").ListAsync()).Sessions);
    }

    [ConformanceFact]
    public async Task One_id_is_another_session_in_each_partition()
    {
        SessionManager[] managers = [Manager, Manager.ForUser("alice"), Manager.ForUser("Alice"), Manager.ForPartition("alice"), Manager.ForPartition("ALICE")];
        for (var i = 0; i < managers.Length; i++)
        {
            await managers[i].CreateAsync(new NewSession { Id = "s", Purpose = $"{i}" });
        }

        for (var i = 0; i < managers.Length; i++)
        {
            Assert.Equal($"{i}", (await managers[i].GetAsync("s")).Purpose);
            Assert.Equal(1, await managers[i].CountAsync());
        }

        Assert.Equal(5, await Store.CountAsync(null, SessionFilter.All));
    }

    [ConformanceFact]
    public async Task Users_of_one_name_in_two_partitions_are_two()
    {
        SessionManager[] managers =
        [
            Manager.ForUser("bob"),
            Manager.ForPartition("north").ForUser("bob"),
            Manager.ForPartition("south").ForUser("bob"),
            Manager.ForPartition("north:1").ForUser("bob"),
            Manager.ForPartition("north").ForUser("1:bob"),
            Manager.ForPartition("north"),
        ];
        foreach (var manager in managers)
        {
            await manager.CreateAsync(new NewSession { Id = "s", Purpose = manager.Partition });
        }

        foreach (var manager in managers)
        {
            Assert.Equal(manager.Partition, Assert.Single((await manager.ListAsync()).Sessions).Purpose);
        }

        Assert.Equal(managers[1].Partition, Manager.ForUser("bob").ForPartition("north").Partition);
        Assert.Equal(managers[2].Partition, managers[1].ForPartition("south").Partition);
        Assert.Equal("bob", (await managers[1].GetAsync("s")).UserId);
        Assert.Equal(managers.Length, await Store.CountAsync(null, SessionFilter.All));
    }

    [ConformanceFact]
    public async Task A_manager_of_a_user_sets_the_user()
    {
        var alice = Manager.ForUser("alice");
        Assert.Equal("alice", (await alice.CreateAsync()).UserId);
        Assert.Equal("alice", (await alice.GetOrCreateAsync("x")).UserId);
        await Assert.ThrowsAsync<ArgumentException>(async () => await alice.CreateAsync(new NewSession { UserId = "bob" }));
        Assert.Equal(2, await alice.CountAsync());
    }

    [ConformanceFact]
    public async Task Machinery_in_reserved_partitions_is_left_out_of_lists_counts_and_cleanup()
    {
        var key = new SessionKey("$pools", "p");
        await Store.CommitAsync(key, static (_, _) => new Decision([new Events.SessionCreated("x") { IdleTimeout = Minute }]));
        Assert.Empty((await Store.QueryAsync(new SessionQuery { Partition = null })).Sessions);
        Assert.Equal(0, await Store.CountAsync(null, SessionFilter.All));
        Assert.NotNull(await Store.FindAsync(key));
        Time.Advance(Hour);
        Assert.Equal(0, await Manager.CleanUpAsync());
    }

    [ConformanceTheory]
    [InlineData("a")]
    [InlineData("con")]
    [InlineData("CON.txt")]
    [InlineData("nul")]
    [InlineData("com1")]
    [InlineData("_")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a.jsonl")]
    [InlineData("~1")]
    public async Task Awkward_ids_are_ordinary(string id)
    {
        id = id.Replace('~', '_');
        await CreateAsync(id);
        await Manager.AppendMessageAsync(id, NewMessage.User("x"));
        Assert.Equal(["x"], await ContentsAsync(id));
        Assert.Equal(id, Assert.Single((await Manager.ListAsync()).Sessions).Id);
        Assert.True(await Manager.DeleteAsync(id));
    }

    [ConformanceFact]
    public async Task Ids_that_differ_in_case_or_in_their_end_never_meet()
    {
        var longest = new string('x', 127);
        string[] ids = ["abc", "ABC", "Abc", "a-bc", "a.bc", "a_bc", $"{longest}a", $"{longest}A", $"{longest}b"];
        foreach (var id in ids)
        {
            await Manager.CreateAsync(new NewSession { Id = id, Purpose = id });
        }

        foreach (var id in ids)
        {
            Assert.Equal(id, (await Manager.GetAsync(id)).Purpose);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await Manager.ListAsync(order: SessionOrder.Id)).Sessions.Select(session => session.Id));
    }

    [ConformanceTheory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:\\x")]
    [InlineData("*?<>|\"")]
    [InlineData("\u0001 line\nbreak")]
    [InlineData("Grüße, 世界 🌍")]
    [InlineData(" ")]
    [InlineData("con")]
    public async Task User_pool_and_key_names_may_be_any_text(string name)
    {
        var user = Manager.ForUser(name);
        await user.CreateAsync(new NewSession { Id = "s", Tags = [name] });
        await user.UpdateAsync("s", update => update
            .SetState(name, name).BindMemoryPool(name).AppendMessage(NewMessage.User(name), name)
            .LinkInvocation(new Invocation(name, name)).SetMetadata(name, name), Keyed(name));
        var view = await user.GetAsync("s");
        Assert.Equal((name, name, name), (view.UserId, view.MemoryPool!.Name, view.Tags[0]));
        Assert.Equal(name, view.State[name].Value.AsString());
        Assert.Equal(name, view.Metadata[name].AsString());
        Assert.Equal(1, view.Invocations.Tools[name]);
        Assert.Equal([name], (await user.ReadNewestMessagesAsync("s", chat: name)).Select(message => message.Content));
        Assert.NotNull(await user.FindByInvocationAsync(name));
        Assert.Null(await Manager.FindAsync("s"));
    }

    [ConformanceFact]
    public async Task The_longest_names_are_kept_whole()
    {
        var name = new string('ü', 256);
        var user = Manager.ForPartition(name).ForUser(name);
        var id = new string('i', 128);
        await user.CreateAsync(new NewSession { Id = id });
        await user.BindMemoryPoolAsync(id, name);
        Assert.Equal((name, name), ((await user.GetAsync(id)).UserId, (await user.GetAsync(id)).MemoryPool!.Name));
        await Assert.ThrowsAsync<ArgumentException>(async () => await user.FindAsync(id + "i"));
    }
}
