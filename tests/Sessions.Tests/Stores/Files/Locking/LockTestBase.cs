namespace Sessions.Tests.Stores.Files.Locking;

/// <summary>A directory of its own for each test.</summary>
public abstract class LockTestBase : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-locks-");

    /// <summary>The directory of the store.</summary>
    protected string Store => Path.Combine(_root.FullName, "store");

    /// <summary>A path beside the store.</summary>
    protected string Beside(string name) => Path.Combine(_root.FullName, name);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _root.Delete(recursive: true);
}
