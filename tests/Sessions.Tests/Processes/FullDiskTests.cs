using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>A disk that is full.</summary>
[Collection(ProcessTests.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Small = 1024;
    private const int Large = 16 * 1024;

    [MountTheory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_commit_for_which_there_is_no_space_is_refused_whole_and_the_next_one_works(string kind)
    {
        const int Rounds = 12;
        var random = new Random(TestSeed.Next(output));
        using var disk = TmpfsDirectory.Mount(Small);
        var directory = Path.Combine(disk.Path, "store");
        await using var store = TestStores.Open(kind, directory);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var answered = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            // Ballast leaves another number of pages free each time, so that writes end short at another place.
            disk.Resize(Small + (round * 512));
            await FillAsync(disk.Path, random.Next(8, 200) * 1024);
            await FillByMessagesAsync(manager, random, round, answered);
            await ShouldHoldAsync(manager, answered);
            var create = async () => await manager.CreateAsync(new NewSession { Id = $"n-{round}", Purpose = new string('p', 20_000) });
            var created = await Attempt(create);
            (await manager.FindAsync($"n-{round}") is not null).Should().Be(created, "what was refused is not there");

            disk.Resize(Large);
            File.Delete(Path.Combine(disk.Path, "ballast"));
            var message = $"round {round} has space again";
            (await manager.AppendMessageAsync("s", NewMessage.User(message))).Messages.Total.Should().Be(answered.Count + 1);
            answered.Add(message);
            if (!created)
            {
                await manager.CreateAsync(new NewSession { Id = $"n-{round}" });
            }
        }

        await ShouldHoldAsync(manager, answered);
        await using var fresh = TestStores.Open(kind, directory);
        await ShouldHoldAsync(new SessionManager(fresh), answered);
        (await new SessionManager(fresh).CountAsync()).Should().Be(Rounds + 1);
    }

    private static async Task FillByMessagesAsync(SessionManager manager, Random random, int round, List<string> answered)
    {
        for (var i = 0; i < 5000; i++)
        {
            var message = $"round {round}, message {i} {new string('x', random.Next(12_000))}";
            if (!await Attempt(async () => await manager.AppendMessageAsync("s", NewMessage.User(message))))
            {
                return;
            }

            answered.Add(message);
        }

        throw new InvalidOperationException("The disk was never full.");
    }

    private static async Task<bool> Attempt(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (SessionStoreUnavailableException)
        {
            return false;
        }
    }

    private static async Task ShouldHoldAsync(SessionManager manager, List<string> answered)
    {
        var view = await manager.Store.FindAsync(new SessionKey("", "s"));
        view!.Version.Should().Be(answered.Count + 1);
        var read = await manager.ReadNewerMessagesAsync("s", 0, SessionManager.MaxMessages);
        read.Select(message => message.Content).Should().Equal(answered);
    }

    private static async Task FillAsync(string directory, long leave)
    {
        await using var ballast = new FileStream(Path.Combine(directory, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (new DriveInfo(directory).AvailableFreeSpace > leave)
            {
                ballast.Write(page);
            }
        }
        catch (IOException) when (new DriveInfo(directory).AvailableFreeSpace < leave)
        {
            // The store compacts beside, and took what was left.
        }
    }
}
