using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

[Collection(nameof(FlushingAlone))]
public sealed class FlushingJsonlStoreConformance : CompactingStoreConformance
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-jsonl-");

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) =>
        new(new JsonlStore(_root.FullName, new JsonlStoreOptions { FlushToDisk = true, MaxOpenSessions = 4 }, time));

    protected override ValueTask CleanUpAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
