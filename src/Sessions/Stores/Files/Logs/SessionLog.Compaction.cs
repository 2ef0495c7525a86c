using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Under the lock: begins the file in which the log is to go on.</summary>
    /// <returns>Null where the session is another one by now, or none, or where one such file waits for its place already.</returns>
    public CompactionFiles? BeginMove(in LogBatch batch, string incarnation)
    {
        if (batch.View?.Incarnation != incarnation || _open!.File.Path != Path || LogFile.TryOpenToRead(Path) is not { } source)
        {
            return null;
        }

        try
        {
            return new CompactionFiles(source, LogFile.CreateOver(LogGenerations.NextOf(Path)));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Under the lock: has the log go on in the file that a compaction wrote.</summary>
    /// <returns>Whether it does; not where the session is another one by now, or none.</returns>
    public bool TryMove(ref LogBatch batch, LogCompaction compaction, CancellationToken cancellationToken)
    {
        if (batch.View is not { } view || view.Incarnation != compaction.Incarnation || _open!.File.Path != Path || !compaction.IsInPlace)
        {
            return false;
        }

        compaction.CopyThrough(batch.Base, cancellationToken);
        var compacted = compaction.Complete(view);

        // The new name has to last before the seal does that leads to it.
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        DirectoryFlush.Run(directory);
        FlushBeforeSeal();
        var file = compaction.Take();
        try
        {
            Seal(SealRecord.ForMove(engine.Now, compaction.Generation), ref batch);
            LeaveFile();
            if (LogGenerations.TrySettle(Path))
            {
                file.Path = Path;
                DirectoryFlush.Run(directory);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or LogWriteException)
        {
            file.Dispose();
            throw error as LogWriteException ?? new LogWriteException(error);
        }

        Move(ref batch, new OpenLog(file), compacted);
        return true;
    }

    /// <summary>Whoever sees the seal waits no longer for a flush of what is before it, in whichever process.</summary>
    private void FlushBeforeSeal()
    {
        if (!engine.Options.Flush)
        {
            return;
        }

        try
        {
            Flush(_open!.File);
        }
        catch (IOException error)
        {
            throw new LogWriteException(error);
        }
    }

    /// <summary>Under the lock: notes in the log that it was looked at, and that most of it is worth keeping.</summary>
    public bool NoteKept(ref LogBatch batch, string incarnation)
    {
        if (batch.View?.Incarnation != incarnation)
        {
            return false;
        }

        AddSnapshot(ref batch, batch.Base);
        Write(ref batch);
        return true;
    }

    private void Move(ref LogBatch batch, OpenLog open, in CompactedLog compacted)
    {
        var epoch = _epoch;
        Adopt(open, compacted.View);
        MarkFlushed(open, compacted.View.LogEnd);
        NoteSnapshot(compacted.View.LogEnd, compacted.SnapshotSize, compacted.Kept);
        _epoch = epoch;
        batch.View = compacted.View;
        batch.Base = compacted.View.LogEnd;
    }

    private void AskForCompaction(long length)
    {
        // Not again for every line: what comes of it is noted, and if nothing does, half as much more is waited for.
        _lookAt = length + (length / 2);
        engine.Compactor.Ask(Key);
    }
}
