using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Folds the lines of a log, one after the other, into a view of its own.</summary>
internal sealed class LogFold
{
    private readonly SessionKey _key;
    private readonly ILogSink? _sink;

    /// <summary>Begins at the beginning of a log, or at a snapshot.</summary>
    public LogFold(SessionKey key, long start, ILogSink? sink)
    {
        _key = key;
        _sink = sink;
        End = start;
    }

    /// <summary>Goes on from a view.</summary>
    public LogFold(Session view, ILogSink? sink)
    {
        _key = view.Key;
        _sink = sink;
        View = view.Copy();
        End = view.LogEnd;
    }

    public Session? View { get; private set; }

    /// <summary>Behind the last line that was folded.</summary>
    public long End { get; private set; }

    /// <summary>What ended the log; null while it is open.</summary>
    public SealRecord? Seal { get; private set; }

    /// <summary>Where that stands.</summary>
    public long SealPosition { get; private set; }

    /// <summary>Behind the last snapshot; zero where none was seen.</summary>
    public long SnapshotEnd { get; private set; }

    /// <summary>The size of the last snapshot.</summary>
    public long SnapshotSize { get; private set; }

    /// <summary>How much of the log was found worth keeping, by the last snapshot.</summary>
    public long Kept { get; private set; }

    /// <summary>Folds one whole line.</summary>
    /// <exception cref="LineDamageException">It does not read.</exception>
    public void Apply(ReadOnlySpan<byte> line, long position)
    {
        var record = LogLines.Read(line, position);
        switch (record.Kind)
        {
            case RecordKind.Header when record.Header.Partition != _key.Partition || record.Header.Id != _key.Id:
                throw new LineDamageException(position, $"the file is the log of another session, \"{record.Header.Id}\".");
            case RecordKind.Commit:
                Apply(record.Commit, position);
                break;
            case RecordKind.Use when View is not null:
                record.Use.ApplyTo(View);
                break;
            case RecordKind.Snapshot:
                View ??= record.Snapshot;
                SnapshotEnd = position + line.Length;
                SnapshotSize = line.Length;
                Kept = record.Kept;
                break;
            case RecordKind.Seal:
                Seal = record.Seal;
                SealPosition = position;
                break;
        }

        End = position + line.Length;
        if (View is not null)
        {
            View.LogEnd = End;
        }
    }

    private void Apply(Commit commit, long position)
    {
        var next = (View?.Version ?? 0) + 1;
        if (commit.FirstVersion != next)
        {
            throw new LineDamageException(position, $"version {next} is missing: the line holds version {commit.FirstVersion}.");
        }

        commit.Position = position;
        View ??= new Session(_key);
        Fold.ApplyTo(View, commit);
        _sink?.Add(commit, View);
    }
}
