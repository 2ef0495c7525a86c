using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>
/// A directory that may only be read, as a backup is, or a volume that was mounted so. It is a mount: permissions alone keep
/// nobody out who is root, as those are who run tests in a container.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class ReadOnlyDirectoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TmpfsDirectory? _disk = TmpfsDirectory.Unavailable is null ? TmpfsDirectory.Mount(4096) : null;

    private string Store => Path.Combine(_disk!.Path, "store");

    public void Dispose() => _disk?.Dispose();

    [MountTheory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task All_that_is_there_can_be_read(string kind)
    {
        await FillAsync(kind);
        foreach (var listed in (bool[])[false, true])
        {
            if (listed)
            {
                await using var writable = TestStores.Open(kind, Store);
                (await new SessionManager(writable).CountAsync()).Should().Be(3);
            }

            _disk!.MakeReadOnly();
            await using (var store = TestStores.Open(kind, Store))
            {
                var manager = new SessionManager(store, new SessionsOptions { IdleTimeout = null });
                await ShouldReadAsync(manager);
                await ShouldReadAsync(manager);
            }

            _disk.MakeWritable();
        }
    }

    [MountTheory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task It_refuses_to_be_written_in_words_and_keeps_what_is_there(string kind)
    {
        await FillAsync(kind);
        _disk!.MakeReadOnly();
        await using (var store = TestStores.Open(kind, Store))
        {
            var manager = new SessionManager(store, new SessionsOptions { IdleTimeout = null });
            (string Name, Func<Task> Write)[] writes =
            [
                ("create", async () => await manager.CreateAsync(new NewSession { Id = "new" })),
                ("state", async () => await manager.SetStateAsync("s1", "k", 2)),
                ("message", async () => await manager.AppendMessageAsync("s1", NewMessage.User("x"))),
                ("complete", async () => await manager.CompleteAsync("s1")),
                ("touch", async () => await manager.TouchAsync("s1", Channel.Mcp)),
                ("lease", async () => await manager.AcquireLeaseAsync("s1")),
                ("delete", async () => await manager.DeleteAsync("s1")),
            ];
            foreach (var (name, write) in writes)
            {
                var refusal = (await write.Should().ThrowAsync<SessionStoreUnavailableException>(name)).Which;
                output.WriteLine($"{name}: {refusal.Message}");
                refusal.Message.Should().Contain(_disk.Path).And.Contain("Read-only", "it says what is in the way");
            }

            await ShouldReadAsync(manager);
        }

        _disk.MakeWritable();
        await using var again = TestStores.Open(kind, Store);
        var mended = new SessionManager(again);
        (await mended.GetAsync("s1")).Version.Should().Be(3, "nothing was half done");
        (await mended.SetStateAsync("s1", "k", 3)).Version.Should().Be(4);
        (await mended.CountAsync()).Should().Be(3);
    }

    private static async Task ShouldReadAsync(SessionManager manager)
    {
        var session = await manager.GetAsync("s1", Channel.Mcp);
        session.Version.Should().Be(3);
        (await manager.ReadNewestMessagesAsync("s1")).Should().ContainSingle().Which.Content.Should().Be("hello");
        (await manager.FindByInvocationAsync("i1"))!.Id.Should().Be("s1");
        (await manager.CountAsync()).Should().Be(3);
        (await manager.ListAsync(order: SessionOrder.Id)).Sessions.Select(each => each.Id).Should().Equal("s0", "s1", "s2");
        (await manager.GetStatisticsAsync("s1")).Messages.Total.Should().Be(1);
        (await manager.FindAsync("t")).Should().BeNull();
        var watched = 0;
        await foreach (var change in manager.WatchAsync("s1"))
        {
            if (++watched == 3)
            {
                break;
            }
        }
    }

    private async Task FillAsync(string kind)
    {
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store, new SessionsOptions { IdleTimeout = null });
        for (var i = 0; i < 3; i++)
        {
            await manager.CreateAsync(new NewSession { Id = $"s{i}" }, Channel.Cli);
            await manager.AppendMessageAsync($"s{i}", NewMessage.User("hello"), Channel.Cli);
            await manager.LinkInvocationAsync($"s{i}", new Invocation($"i{i}", "t"), Channel.Cli);
        }
    }
}
