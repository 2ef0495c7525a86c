namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>A store that is opened anew again and again.</summary>
internal sealed class ColdStore(BulkDatabase database) : IDisposable
{
    private OpenStore? _opened;

    public SessionManager Manager { get; private set; } = null!;

    public void Reopen()
    {
        _opened?.Dispose();
        _opened = new OpenStore(database.Open());
        Manager = new SessionManager(_opened.Store);
    }

    public void Dispose() => _opened?.Dispose();
}
