using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>Compaction where the disk refuses.</summary>
[Collection(ProcessTests.Name)]
public sealed class CompactionOnDiskTests
{
    private static readonly SessionKey Key = new("s");

    [MountTheory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Where_there_is_no_space_for_a_new_log_the_old_one_stays(string kind)
    {
        using var disk = TmpfsDirectory.Mount(4096);
        await using var store = TestStores.Open(kind, Path.Combine(disk.Path, "store"));
        var manager = new SessionManager(store);
        await FillAsync(manager, 300);
        FillUp(disk.Path);
        var compact = async () => await ((ICompactingStore)store).CompactAsync(Key);
        (await compact.Should().ThrowAsync<SessionStoreUnavailableException>()).Which.Message.Should().Contain("Nothing was half done");
        (await manager.ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(300);
        Directory.EnumerateFiles(disk.Path, "*.next", SearchOption.AllDirectories).Should().BeEmpty();
        File.Delete(Path.Combine(disk.Path, "ballast"));
        disk.Resize(16 * 1024);
        (await compact()).Should().BeTrue();
        (await manager.ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(300);
    }

    /// <summary>As on a system that lets nobody replace a file which somebody has open.</summary>
    [MountTheory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Where_the_new_log_cannot_take_the_place_of_the_old_one_everybody_follows(string kind)
    {
        using var disk = TmpfsDirectory.Mount(16 * 1024);
        var directory = Path.Combine(disk.Path, "store");
        await using var store = TestStores.Open(kind, directory);
        await using var other = TestStores.Open(kind, directory);
        var (mine, theirs) = (new SessionManager(store), new SessionManager(other));
        await FillAsync(mine, 50);
        (await theirs.GetAsync("s")).Version.Should().Be(51);
        var log = Path.Combine(directory, "sessions", kind == "jsonl" ? "s.jsonl" : Path.Combine("s", "log.jsonl"));
        using (TmpfsDirectory.Pin(log))
        {
            (await ((ICompactingStore)store).CompactAsync(Key)).Should().BeTrue();
            File.Exists(log + ".next").Should().BeTrue();
            for (var i = 0; i < 5; i++)
            {
                await theirs.AppendMessageAsync("s", NewMessage.User($"theirs {i}"));
                await mine.AppendMessageAsync("s", NewMessage.User($"mine {i}"));
                (await theirs.ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(52 + (2 * i));
            }

            await using var fresh = TestStores.Open(kind, directory);
            (await new SessionManager(fresh).ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(60);
            (await ((ICompactingStore)fresh).CompactAsync(Key)).Should().BeFalse("one generation waits for its place already");
            (await new SessionManager(fresh).ReadNewestMessagesAsync("s", 3)).Select(message => message.Content)
                .Should().Equal("mine 3", "theirs 4", "mine 4");
        }

        await using var last = TestStores.Open(kind, directory);
        await new SessionManager(last).AppendMessageAsync("s", NewMessage.User("last"));
        File.Exists(log + ".next").Should().BeFalse();
        (await ((ICompactingStore)last).CompactAsync(Key)).Should().BeTrue();
        (await mine.ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(61);
        (await theirs.ReadNewestMessagesAsync("s", 1000)).Should().HaveCount(61);
    }

    /// <summary>Leaves too little for the log, whatever the store writes beside.</summary>
    private static void FillUp(string directory)
    {
        using var ballast = new FileStream(Path.Combine(directory, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (new DriveInfo(directory).AvailableFreeSpace > 64 * 1024)
            {
                ballast.Write(new byte[4096]);
            }
        }
        catch (IOException) when (new DriveInfo(directory).AvailableFreeSpace < 64 * 1024)
        {
            // Projections took what was left.
        }
    }

    private static async Task FillAsync(SessionManager manager, int messages)
    {
        await manager.CreateAsync(new NewSession { Id = "s", NoIdleTimeout = true });
        for (var i = 0; i < messages; i++)
        {
            await manager.AppendMessageAsync("s", NewMessage.User($"{i} {new string('x', 2000)}"));
        }
    }
}
