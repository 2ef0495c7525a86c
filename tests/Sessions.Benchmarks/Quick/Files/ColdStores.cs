using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Stores over one directory that have read nothing yet: each batch gets new ones.</summary>
internal sealed class ColdStores(string path, int count) : IDisposable
{
    private OpenStore[] _opened = [];
    private SessionManager[] _managers = [];

    /// <summary>Reads once through each.</summary>
    public Subject Each(Action<SessionManager> read) => new(count, () => Array.ForEach(_managers, read)) { Prepare = Renew };

    public void Dispose() => Array.ForEach(_opened, static opened => opened.Dispose());

    private void Renew()
    {
        Dispose();
        _opened = [.. Enumerable.Range(0, count).Select(_ => new OpenStore(new JsonlStore(path)))];
        _managers = [.. _opened.Select(static opened => new SessionManager(opened.Store))];
    }
}
