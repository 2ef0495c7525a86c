using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class TornTailTests : JsonlTestBase
{
    [Fact]
    public async Task A_commit_torn_at_any_byte_is_cut_and_the_rest_is_whole()
    {
        await using (var store = Open())
        {
            var manager = Manage(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            await manager.AppendMessageAsync("s", NewMessage.User("first"));
        }

        var whole = (await File.ReadAllBytesAsync(LogOf("s"))).Length;
        await using (var store = Open())
        {
            await Manage(store).AppendMessageAsync("s", NewMessage.User("second"));
        }

        var full = await File.ReadAllBytesAsync(LogOf("s"));
        for (var length = whole + 1; length < full.Length; length++)
        {
            await File.WriteAllBytesAsync(LogOf("s"), full[..length]);
            await using var store = Open();
            var manager = Manage(store);
            (await ContentsAsync(manager)).Should().Equal(["first"], "the tail was torn at byte {0}", length);
            (await File.ReadAllBytesAsync(LogOf("s"))).Should().HaveCount(length, "readers mend nothing");
            (await manager.AppendMessageAsync("s", NewMessage.User("third"))).Version.Should().Be(3);
            (await ContentsAsync(manager)).Should().Equal("first", "third");
            Events.TornTails.Should().Be(length - whole);
        }

        Directory.GetFiles(Path.Combine(Root, "sessions"), "s.torn-*").Should().HaveCount(full.Length - whole - 1);
        (await File.ReadAllBytesAsync(Path.Combine(Root, "sessions", "s.torn-1"))).Should().Equal(full[whole..(whole + 1)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_snapshot_torn_at_any_byte_is_cut_and_the_log_opens_from_what_is_before(int snapshots)
    {
        var messages = 0;
        await using (var store = Open())
        {
            var manager = Manage(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            while (File.ReadLines(LogOf("s")).Count(IsSnapshot) < snapshots)
            {
                await manager.AppendMessageAsync("s", NewMessage.User($"{messages++} {new string('x', 2000)}"));
            }
        }

        var full = await File.ReadAllBytesAsync(LogOf("s"));
        var last = full.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;
        for (var length = last + 1; length < full.Length; length += length < last + 20 ? 1 : 53)
        {
            await File.WriteAllBytesAsync(LogOf("s"), full[..length]);
            await using var store = Open();
            var manager = Manage(store);

            // On a thread of its own, so that a search without end fails instead of hanging.
            var read = await Task.Run(async () => await ContentsAsync(manager)).WaitAsync(TimeSpan.FromSeconds(60));
            read.Should().HaveCount(messages, "the snapshot was torn at byte {0}", length);
            (await manager.AppendMessageAsync("s", NewMessage.User("next"))).Messages.Total.Should().Be(messages + 1);
            (await ContentsAsync(manager)).Should().HaveCount(messages + 1);
        }

        static bool IsSnapshot(string line) => line.StartsWith("{\"f\":1,\"s\":", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_torn_at_any_byte_leaves_no_session_and_the_id_free()
    {
        await using (var store = Open())
        {
            await Manage(store).CreateAsync(new NewSession { Id = "s" });
        }

        var full = await File.ReadAllBytesAsync(LogOf("s"));
        for (var length = 0; length < full.Length; length += 7)
        {
            await File.WriteAllBytesAsync(LogOf("s"), full[..length]);
            await using var store = Open();
            var manager = Manage(store);
            (await manager.FindAsync("s")).Should().BeNull();
            (await manager.CreateAsync(new NewSession { Id = "s", Purpose = "again" })).Version.Should().Be(1);
            (await manager.GetAsync("s")).Purpose.Should().Be("again");
        }
    }

    [Fact]
    public async Task What_another_process_tore_does_not_hide_what_was_written_before()
    {
        var (mine, other) = (Open(), Open());
        await Manage(mine).CreateAsync(new NewSession { Id = "s" });
        await Manage(other).AppendMessageAsync("s", NewMessage.User("1"));
        await File.AppendAllTextAsync(LogOf("s"), "{\"f\":1,\"n\":3,");
        (await ContentsAsync(Manage(mine))).Should().Equal("1");
        await Manage(mine).AppendMessageAsync("s", NewMessage.User("2"));
        (await ContentsAsync(Manage(other))).Should().Equal("1", "2");
    }

    [Fact]
    public async Task A_listener_who_throws_keeps_nobody_waiting()
    {
        var throws = true;
        Events.OnTornTailCut += (_, _, _, _) =>
        {
            if (throws)
            {
                throw new InvalidOperationException("The listener failed.");
            }
        };
        var manager = Manage(Open());
        await manager.CreateAsync(new NewSession { Id = "s" });
        await File.AppendAllTextAsync(LogOf("s"), "{\"f\":1,\"n\":3,");
        await using var store = Open();
        for (var call = 0; call < 2; call++)
        {
            var append = async () => await Manage(store).AppendMessageAsync("s", NewMessage.User("x")).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            if (call == 0)
            {
                await append.Should().ThrowAsync<InvalidOperationException>();
                throws = false;
            }
            else
            {
                (await append()).Version.Should().Be(2);
            }
        }
    }
}
