using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// One of the files of the index. What is held in memory is a hash and a place for each line, some forty bytes an invocation;
/// the texts are read again when they are asked for.
/// </summary>
internal sealed class LinkFile(string path) : IDisposable
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly LineWriter _writer = new();
    private readonly Dictionary<int, int> _newest = [];
    private readonly List<(long Position, int Older)> _places = [];
    private AppendFile? _append;
    private LogFile? _file;
    private long _end;

    public void Add(LinkHint hint)
    {
        lock (_gate)
        {
            _append ??= AppendFile.Open(path);
            _writer.Clear();
            hint.WriteLine(_writer);
            _append.Append(_writer.Written);
        }
    }

    /// <summary>All hints for an invocation, oldest first.</summary>
    public List<LinkHint> Find(string partition, string invocation)
    {
        lock (_gate)
        {
            CatchUp();
            var found = new List<LinkHint>();
            if (_file is null || !_newest.TryGetValue(HashOf(partition, invocation), out var index))
            {
                return found;
            }

            using var window = new LogWindow(_file);
            for (; index != None; index = _places[index].Older)
            {
                var hint = LinkHint.Read(window.LineAt(_places[index].Position, _end));
                if (hint is not null && hint.Invocation == invocation && hint.Session.Partition == partition)
                {
                    found.Add(hint);
                }
            }

            found.Reverse();
            return found;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _append?.Dispose();
            _file?.Dispose();
        }
    }

    private static int HashOf(string partition, string invocation) => HashCode.Combine(partition, invocation);

    private void CatchUp()
    {
        _file ??= LogFile.TryOpenToRead(path);
        if (_file is null || _file.EndsAt(_end))
        {
            return;
        }

        using var lines = new LineScanner(_file, _end);
        while (lines.TryNext(out var line, out var position))
        {
            if (line.Length > 1 && LinkHint.Read(line) is { } hint)
            {
                var hash = HashOf(hint.Session.Partition, hint.Invocation);
                _places.Add((position, _newest.GetValueOrDefault(hash, None)));
                _newest[hash] = _places.Count - 1;
            }
        }

        _end = lines.Position;
    }
}
