using FluentAssertions;
using Sessions.Testing;
using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.Files;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class FileSystemStoreTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public async Task Projections_are_complete_after_disposal(int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var bed = new StoreBed();
        var store = bed.Open();
        var work = new RandomWork(seed);
        SessionKey[] keys = [new("one"), new("CON"), new("a/b", "one"), new(new string('L', 128))];
        for (var round = 0; round < 60; round++)
        {
            await UpdateAsync(store, keys[round % keys.Length], work.Fill);
        }

        await store.DisposeAsync();

        var other = bed.Open();
        foreach (var key in keys)
        {
            await bed.VerifyAsync(other, key);
        }
    }

    [Fact]
    public async Task A_session_that_expired_before_it_was_projected_is_projected_once_and_removed_whole()
    {
        await using var bed = new StoreBed();
        var time = new Sessions.Testing.FakeTimeProvider();
        var key = new SessionKey("s");
        await using (var store = bed.Open(new FileSystemStoreOptions { Projections = false }, time))
        {
            var manager = new SessionManager(store, null, time);
            await manager.CreateAsync(new NewSession { Id = key.Id, IdleTimeout = TimeSpan.FromMinutes(1) });
            await manager.AppendMessageAsync(key.Id, NewMessage.User("hello"));
        }

        time.Advance(TimeSpan.FromMinutes(2));
        foreach (var runs in (long[])[1, 0])
        {
            var events = new ProjectorEvents();
            await using var store = new FileSystemStore(bed.Path, bed.History, new FileSystemStoreOptions(), time, new FileEvents(), events);
            await store.RepairProjectionsAsync();
            events.Runs.Should().Be(runs);
            (await store.FindAsync(key)).Should().BeNull();
            (await File.ReadAllLinesAsync(Path.Combine(bed.FolderOf(key), "conversation.jsonl"))).Should().ContainSingle();
        }

        await using var last = bed.Open(null, time);
        (await new SessionManager(last, null, time).CleanUpAsync()).Should().Be(1);
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
    }

    [Fact]
    public async Task Deleting_all_projections_and_opening_again_restores_them()
    {
        await using var bed = new StoreBed();
        var work = new RandomWork(43);
        SessionKey[] keys = [new("one"), new("team", "two"), new("Three")];
        var store = bed.Open();
        foreach (var key in keys)
        {
            await UpdateAsync(store, key, work.Fill);
            await UpdateAsync(store, key, update => update.LinkInvocation(new Invocation("call", "tool")));
        }

        await store.DisposeAsync();
        foreach (var key in keys)
        {
            foreach (var entry in new DirectoryInfo(bed.FolderOf(key)).GetFileSystemInfos().Where(entry => entry.Name != "log.jsonl"))
            {
                if (entry is DirectoryInfo folder)
                {
                    folder.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
        }

        await bed.Open().DisposeAsync();

        var third = bed.Open(new FileSystemStoreOptions { CheckProjections = false });
        foreach (var key in keys)
        {
            await bed.VerifyAsync(third, key);
        }
    }

    [Fact]
    public async Task Several_stores_on_one_directory_write_the_same_projections()
    {
        await using var bed = new StoreBed();
        FileSystemStore[] stores = [bed.Open(), bed.Open(), bed.Open()];
        SessionKey[] keys = [new("one"), new("two")];
        await Task.WhenAll(stores.Select((store, seed) => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var number = (seed * 100) + i;
                await UpdateAsync(store, keys[i % 2], update => update
                    .AppendMessage(NewMessage.User($"{number}")).LinkInvocation(new Invocation($"call-{number}", "tool")));
                if (i % 7 == 0)
                {
                    await store.FlushProjectionsAsync();
                }
            }
        })));
        foreach (var store in stores)
        {
            await store.FlushProjectionsAsync();
        }

        foreach (var key in keys)
        {
            (await stores[0].FindAsync(key))!.Messages.Total.Should().Be(60);
            await bed.VerifyAsync(stores[0], key);
        }
    }

    [Fact]
    public async Task Deleting_removes_the_folder_and_leaves_the_tools_own()
    {
        await using var bed = new StoreBed();
        var store = bed.Open();
        var other = bed.Open();
        var key = new SessionKey("gone");
        await UpdateAsync(store, key, update => update.AppendMessage(NewMessage.User("x")).LinkInvocation(new Invocation("call", "tool")));
        await store.FlushProjectionsAsync();
        await UpdateAsync(store, key, update => update.AppendMessage(NewMessage.User("y")));
        await UpdateAsync(other, key, update => update.AppendMessage(NewMessage.User("z")));

        (await store.DeleteAsync(key)).Should().BeTrue();
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();

        // Both still have it on their lists.
        await store.FlushProjectionsAsync();
        await other.FlushProjectionsAsync();
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
        File.Exists(Path.Combine(bed.History, "tool", "call", "record.jsonl")).Should().BeTrue();
        (await store.FindAsync(key)).Should().BeNull();
    }

    [Fact]
    public async Task Sessions_deleted_and_made_again_while_they_are_projected_end_as_their_logs_say()
    {
        await using var bed = new StoreBed();
        FileSystemStore[] stores = [bed.Open(), bed.Open()];
        SessionKey[] keys = [new("one"), new("two"), new("three")];
        await Task.WhenAll(stores.Select((store, seed) => Task.Run(async () =>
        {
            var work = new Random(50 + seed);
            for (var i = 0; i < 60; i++)
            {
                var key = keys[work.Next(keys.Length)];
                switch (work.Next(6))
                {
                    case 0:
                        await store.DeleteAsync(key);
                        break;
                    case 1:
                        await store.FlushProjectionsAsync();
                        break;
                    default:
                        try
                        {
                            await UpdateAsync(store, key, update => update.LinkInvocation(new Invocation($"{seed}-{i}", "tool")));
                        }
                        catch (SessionNotFoundException)
                        {
                            // The other one has deleted it between the two steps.
                        }

                        break;
                }
            }
        })));
        await stores[0].FlushProjectionsAsync();
        await stores[1].FlushProjectionsAsync();

        foreach (var key in keys)
        {
            if (await stores[0].FindAsync(key) is null)
            {
                Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
            }
            else
            {
                await bed.VerifyAsync(stores[0], key);
            }
        }
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("/etc")]
    [InlineData("..")]
    public async Task A_directory_outside_the_history_root_is_refused_and_nothing_changes(string directory)
    {
        await using var bed = new StoreBed();
        var store = bed.Open();
        var key = new SessionKey("careful");
        var manager = new SessionManager(store);
        var before = await manager.CreateAsync(new NewSession { Id = key.Id });
        var outside = new Invocation("bad call", "tool") { Directory = directory };

        await manager.Invoking(m => m.LinkInvocationAsync(key.Id, outside).AsTask())
            .Should().ThrowAsync<ArgumentException>().WithMessage("*\"bad call\"*below \"*history\"*");
        await manager.Invoking(m => m.UpdateAsync(key.Id, update => update.SetState("a", 1).LinkInvocation(outside)).AsTask())
            .Should().ThrowAsync<ArgumentException>();

        (await store.FindAsync(key))!.Version.Should().Be(before.Version);
        await store.FlushProjectionsAsync();
        await bed.VerifyAsync(store, key);
        Directory.GetFileSystemEntries(bed.History).Should().BeEmpty();
    }

    [Fact]
    public async Task An_import_with_a_directory_outside_is_refused_whole()
    {
        await using var bed = new StoreBed();
        await using var source = new Sessions.Stores.InMemory.InMemoryStore();
        var key = new SessionKey("copied");
        await UpdateAsync(source, key, update => update.LinkInvocation(new Invocation("i", "t") { Directory = "/etc" }));
        var commits = (await source.ReadLogAsync(key, 0, 100))!.Commits;
        var store = bed.Open();

        await store.Invoking(s => s.ImportAsync(key, commits).AsTask()).Should().ThrowAsync<ArgumentException>();

        (await store.FindAsync(key)).Should().BeNull();
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
    }

    [Fact]
    public async Task What_cleanup_takes_leaves_no_folder()
    {
        await using var bed = new StoreBed();
        var time = new FakeTimeProvider();
        var store = bed.Open(time: time);
        var key = new SessionKey("old");
        await UpdateAsync(store, key, update => update.LinkInvocation(new Invocation("i", "t")));
        await store.FlushProjectionsAsync();
        time.Advance(TimeSpan.FromHours(2));

        (await store.TakeAsync(new CleanupRule { DryRun = true }, 10)).Should().HaveCount(1);
        Directory.Exists(bed.FolderOf(key)).Should().BeTrue();
        (await store.TakeAsync(new CleanupRule(), 10)).Should().HaveCount(1);
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
    }

    [Fact]
    public async Task Without_projections_there_is_only_the_log()
    {
        await using var bed = new StoreBed();
        var store = bed.Open(new FileSystemStoreOptions { Projections = false });
        var key = new SessionKey("bare");
        await UpdateAsync(store, key, update => update.AppendMessage(NewMessage.User("x")).LinkInvocation(new Invocation("i", "t")));
        await store.FlushProjectionsAsync();
        await store.RepairProjectionsAsync();
        Directory.GetFileSystemEntries(bed.FolderOf(key)).Select(Path.GetFileName).Should().Equal("log.jsonl");
        await store.DeleteAsync(key);
        Directory.Exists(bed.FolderOf(key)).Should().BeFalse();
    }

    [Fact]
    public async Task A_read_that_is_recorded_shows_in_the_metadata()
    {
        await using var bed = new StoreBed();
        var store = bed.Open();
        var key = new SessionKey("read");
        var manager = new SessionManager(store, new SessionsOptions { TouchCoalescing = TimeSpan.Zero });
        await manager.CreateAsync(new NewSession { Id = key.Id });
        await store.FlushProjectionsAsync();
        await manager.GetAsync(key.Id, Channel.Mcp);
        await store.FlushProjectionsAsync();
        File.ReadAllText(Path.Combine(bed.FolderOf(key), "metadata.json")).Should().Contain("\"channel\": \"mcp\"");
        await bed.VerifyAsync(store, key);
    }

    [Theory]
    [InlineData("store", "store")]
    [InlineData("store", "store/history")]
    [InlineData("all/store", "all")]
    public void Store_and_history_within_each_other_are_refused(string path, string history)
    {
        var root = Directory.CreateTempSubdirectory("sessions-nested-");
        try
        {
            FluentActions.Invoking(() => new FileSystemStore(Path.Combine(root.FullName, path), Path.Combine(root.FullName, history)))
                .Should().Throw<ArgumentException>().WithMessage("*side by side*");
            root.GetFileSystemInfos().Should().BeEmpty();
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task UpdateAsync(ISessionStore store, SessionKey key, Action<SessionUpdate> update)
    {
        var manager = new SessionManager(store);
        manager = key.Partition.Length == 0 ? manager : manager.ForPartition(key.Partition);
        await manager.GetOrCreateAsync(key.Id);
        await manager.UpdateAsync(key.Id, update);
    }
}
