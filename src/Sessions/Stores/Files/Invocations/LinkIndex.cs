namespace Sessions.Stores.Files;

/// <summary>Which session an invocation may be linked to, without opening them all.</summary>
internal sealed class LinkIndex : IDisposable
{
    private readonly LinkFile[] _files = new LinkFile[FileLockSet.Stripes];

    public LinkIndex(string directory)
    {
        for (var i = 0; i < _files.Length; i++)
        {
            _files[i] = new LinkFile(Path.Combine(directory, $"invocations-{i:x2}.jsonl"));
        }
    }

    public void Add(LinkHint hint) => FileOf(hint.Session.Partition, hint.Invocation).Add(hint);

    public List<LinkHint> Find(string partition, string invocation) => FileOf(partition, invocation).Find(partition, invocation);

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private LinkFile FileOf(string partition, string invocation) => _files[StripeHash.StripeOf(partition, invocation)];
}
