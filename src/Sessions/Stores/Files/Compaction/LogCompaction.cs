using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// Writes a log anew without what is superseded behind its horizon: each range that is dropped leaves a mark, at the horizon
/// stands a snapshot of the view there, and a last snapshot carries the uses, whose records all go.
/// </summary>
/// <remarks>
/// Most of it is done without the session's lock, since what a log holds never changes; only what came meanwhile is copied
/// under it.
/// </remarks>
internal sealed partial class LogCompaction : IDisposable
{
    private readonly CompactionFiles _files;
    private readonly LineScanner _lines;
    private readonly CompactionRule _rule;
    private readonly LogCopier _copier = new();
    private readonly Dictionary<string, long> _ordinals = new(StringComparer.Ordinal);

    // Null before the base of an earlier compaction: without what that dropped, nothing can be folded.
    private Session? _view;
    private bool _isFolding;
    private bool _isPastHorizon;
    private bool _hasLosses;
    private long _nextVersion = 1;
    private long _lastInstant;
    private UseRecord? _lastUse;

    /// <summary>Begins.</summary>
    /// <param name="files">The log, and an empty file.</param>
    /// <param name="view">The view that the log had not long ago.</param>
    /// <param name="rule">What is kept.</param>
    public LogCompaction(CompactionFiles files, Session view, CompactionRule rule)
    {
        _files = files;
        _rule = rule;
        _lines = new LineScanner(files.Source, 0);
        Key = view.Key;
        Incarnation = view.Incarnation;
        _hasLosses = view.Details.Horizon > 0;
        _isFolding = !_hasLosses;
    }

    public SessionKey Key { get; }

    /// <summary>Which life of the id it is for.</summary>
    public string Incarnation { get; }

    /// <summary>The generation that is written.</summary>
    public long Generation { get; private set; }

    /// <summary>How long the new log is so far.</summary>
    public long Length => _written + _writer.Length;

    /// <summary>Under the lock: whether the log is still the one that was copied, and the copy there.</summary>
    public bool IsInPlace => _files.AreInPlace;

    /// <summary>Copies whole lines up to a place.</summary>
    /// <exception cref="LineDamageException">A line does not read or follow.</exception>
    public void CopyThrough(long end, CancellationToken cancellationToken)
    {
        _lines.Seek(_lines.Position);
        while (_lines.Position < end)
        {
            if (!_lines.TryNext(out var line, out var position))
            {
                throw new LineDamageException(_lines.Position, "the file ends before its last line.");
            }

            Take(LogLines.Read(line, position), position);
            if (_writer.Length >= Chunk)
            {
                WriteOut();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Brings what was copied to the disk.</summary>
    public void Flush()
    {
        WriteOut();
        _files.Target.Flush();
    }

    /// <summary>Ends the new log and flushes it.</summary>
    /// <param name="current">The view as the old log has it.</param>
    /// <returns>The same view with its places in the new log.</returns>
    /// <exception cref="LineDamageException">What was copied does not come to that view.</exception>
    public CompactedLog Complete(Session current)
    {
        if (!_isPastHorizon)
        {
            CrossHorizon();
        }

        if (_view is not { } view || !IsSame(view, current))
        {
            throw new LineDamageException(_lines.Position, "what the log holds does not come to the view that it ends with.");
        }

        if (_lastUse is { } use)
        {
            // Who reads the newest messages from the end of the file learns from it whether the session is alive.
            UseJson.WriteLine(_writer, use);
        }

        var start = Length;
        var moved = _copier.Place(view);
        MarkerJson.WriteSnapshot(_writer, moved, moved.LastUsedTicks, start);
        Flush();
        moved.LogEnd = _written;
        return new CompactedLog(moved, _written - start, start);
    }

    /// <summary>The new file, which is the caller's from now on.</summary>
    public LogFile Take()
    {
        _files.IsTaken = true;
        return _files.Target;
    }

    public void Dispose() => _lines.Dispose();

    private void Take(in LogRecord record, long position)
    {
        switch (record.Kind)
        {
            case RecordKind.Header:
                Generation = record.Header.Generation + 1;
                MarkerJson.WriteHeader(_writer, record.Header with { Generation = Generation }, record.UnknownFields);
                break;
            case RecordKind.Commit:
                Take(record.Commit, position);
                break;
            case RecordKind.Use when _view is not null:
                record.Use.ApplyTo(_view);
                _lastUse = record.Use;
                break;
            case RecordKind.Snapshot:
                Take(record.Snapshot, position);
                break;
            case RecordKind.Dropped:
                Follow(record.Dropped.From, record.Dropped.Through, position);
                Drop(record.Dropped.From, record.Dropped.Through);
                break;
            case RecordKind.Seal:
                throw new LineDamageException(position, "a seal is followed by more lines.");
            case RecordKind.Unknown:
                CloseGap();
                MarkerJson.WriteUnknown(_writer, record.Unknown);
                break;
        }
    }

    private void Take(Commit commit, long position)
    {
        Follow(commit.FirstVersion, commit.LastVersion, position);
        _lastUse = null;
        _lastInstant = commit.AtTicks;
        if (_isFolding && !_isPastHorizon && !_rule.IsBehind(commit))
        {
            CrossHorizon();
        }

        var events = _isPastHorizon ? commit.EventArray : _rule.Keep(commit);
        _hasLosses |= events != commit.EventArray;
        if (events is null)
        {
            Drop(commit.FirstVersion, commit.LastVersion);
        }
        else
        {
            CountMessages(commit, position);
            CloseGap();
            CommitJson.WriteLine(_writer, _copier.Copy(commit, events, Length));
        }

        if (_isFolding)
        {
            Stores.Fold.ApplyTo(_view ??= new Session(Key), commit);
        }
    }

    /// <summary>A snapshot holds what the uses before it came to, whose records an earlier compaction dropped.</summary>
    private void Take(Session snapshot, long position)
    {
        if (_isFolding ? snapshot.Version == _view?.Version : snapshot.Version == snapshot.Details.Horizon)
        {
            snapshot.Details = snapshot.Details with { Horizon = _view?.Details.Horizon ?? snapshot.Details.Horizon };
            _view = snapshot;
            _isFolding = true;
        }
        else if (_isFolding)
        {
            throw new LineDamageException(position, $"a snapshot of version {_view?.Version} was expected here, not of version {snapshot.Version}.");
        }
    }

    private void CrossHorizon()
    {
        _isPastHorizon = true;
        if (!_hasLosses || _view is not { } view)
        {
            return;
        }

        view.Details = view.Details with { Horizon = view.Version };
        CloseGap();
        MarkerJson.WriteSnapshot(_writer, _copier.Place(view), view.LastUsedTicks);
    }

    private void Follow(long first, long last, long position)
    {
        if (first != _nextVersion)
        {
            throw LogVersions.Missing(position, _nextVersion, first);
        }

        _nextVersion = last + 1;
    }
}
