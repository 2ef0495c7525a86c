using System.Security.Cryptography;
using FluentAssertions;
using Sessions.Stores.FileSystem;
using Sessions.TestProcess;
using Sessions.TestProcess.Torture;
using Sessions.Tests.Stores.FileSystem;

namespace Sessions.Tests.Processes;

/// <summary>Holds the folders of a tortured filesystem store against its logs, as they are and after all of them were deleted.</summary>
internal static class TorturedProjections
{
    public static async Task VerifyAsync(string directory)
    {
        // Killed processes wrote nothing behind them; whoever opens the store next, and closes it, does.
        await ReopenAsync(directory);
        await CompareAsync(directory, fields: true);
        var before = Contents(directory);
        foreach (var id in Workload.Sessions)
        {
            var paths = PathsOf(directory, id);
            File.Delete(paths.Metadata);
            File.Delete(paths.Conversation);
            File.Delete(paths.Invocations);
            File.Delete(paths.Mark);
            Directory.Delete(paths.Links, recursive: true);
        }

        await ReopenAsync(directory);
        await CompareAsync(directory, fields: false);
        Contents(directory).Should().Equal(before, "what is made anew is what was there");
    }

    private static async Task ReopenAsync(string directory)
    {
        await using var store = TestStores.Open("filesystem", directory);
    }

    private static async Task CompareAsync(string directory, bool fields)
    {
        var history = new HistoryRoot(TestStores.HistoryOf(directory));
        await using var store = new FileSystemStore(directory, history.Path, new FileSystemStoreOptions { Projections = false });
        foreach (var id in Workload.Sessions)
        {
            var key = new SessionKey("", id);
            var paths = PathsOf(directory, id);
            var view = (await store.FindAsync(key))!;
            File.ReadLines(paths.Conversation).LongCount().Should().Be(view.Messages.Total);
            var links = Directory.GetFileSystemEntries(paths.Links);
            links.Should().HaveCount((int)view.Invocations.Count);
            links.Where(link => !Directory.Exists(link)).Should().BeEmpty("every link resolves");
        }

        if (fields)
        {
            // One of ten: this is by far the slowest part.
            await Projected.VerifyAsync(store, new SessionKey("", Workload.Sessions[0]), PathsOf(directory, Workload.Sessions[0]), history);
        }
    }

    private static List<string> Contents(string directory) =>
    [
        .. Workload.Sessions.Select(id => PathsOf(directory, id))
            .SelectMany(paths => new[] { paths.Conversation, paths.Invocations, paths.Metadata })
            .Select(path => $"{path} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    private static ProjectionPaths PathsOf(string directory, string id) => new(Path.Combine(directory, "sessions", id));
}
