namespace Sessions.Benchmarks.Quick;

/// <summary>A directory that is gone when the figures are known.</summary>
internal sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-benchmarks-");

    public string Of(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
