using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Sessions.Testing;
using Sessions.Tests.Processes;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class JsonlStoreConformance : CompactingStoreConformance
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-jsonl-");

    protected override string Partition => TestSeed.Partition;

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) => new(new JsonlStore(_root.FullName, time: time));

    protected override ValueTask CleanUpAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
