using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Testing;
using Sessions.Tests.Processes;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class FileSystemStoreConformance : CompactingStoreConformance
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-conformance-");

    protected override string Partition => TestSeed.Partition;

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) => new(new FileSystemStore(
        Path.Combine(_root.FullName, "store"), Path.Combine(_root.FullName, "history"), time: time));

    protected override ValueTask CleanUpAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
