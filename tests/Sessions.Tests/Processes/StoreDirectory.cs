namespace Sessions.Tests.Processes;

/// <summary>
/// A directory of its own for each test that processes share; kept for a look where <c>SESSIONS_TEST_KEEP=1</c>.
/// </summary>
public abstract class StoreDirectory : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-processes-");

    /// <summary>The directory of the store.</summary>
    protected string Store => Path.Combine(_root.FullName, "store");

    /// <summary>A path beside the store.</summary>
    protected string Beside(string name) => Path.Combine(_root.FullName, name);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (Environment.GetEnvironmentVariable("SESSIONS_TEST_KEEP") != "1")
        {
            _root.Delete(recursive: true);
        }
    }
}
