using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Removes the session: first the seal, by which every process sees it, and then the file.</summary>
    public void Remove(ref LogBatch batch, RemovalReason reason)
    {
        var view = batch.View!;

        // Known before the seal can be read: while it is still being flushed, a watcher finds the session gone and asks why.
        engine.Removals.Add(view.Incarnation, reason);
        try
        {
            Seal(SealRecord.ForRemoval(engine.Now, reason), ref batch);
        }
        catch
        {
            engine.Removals.Withdraw(view.Incarnation);
            throw;
        }

        EndWith(reason);
        (batch.View, batch.Base) = (null, 0);
        DeleteFiles();
        FlushDirectory(Path);
        engine.Catalog.Removed(Key, view.Incarnation);
    }

    /// <summary>The name first: whoever finds nothing under it looks no further. Beside it may lie what a death left of a compaction.</summary>
    private void DeleteFiles()
    {
        File.Delete(Path);
        File.Delete(LogGenerations.NextOf(Path));
    }

    private void Seal(SealRecord seal, ref LogBatch batch)
    {
        batch.Writer.Clear();
        MarkerJson.WriteSeal(batch.Writer, seal);
        try
        {
            WriteAt(_open!.File, batch.Writer, batch.Base);
            if (engine.Options.Flush)
            {
                Flush(_open.File);
            }
        }
        catch (IOException error)
        {
            // The seal may be there or not: what is there is kept and read again, instead of written over.
            throw new LogWriteException(error);
        }
        finally
        {
            batch.Writer.Clear();
        }
    }

    /// <summary>Sets an expired log aside, whose id is about to be taken again: cleanup has still to tell of it.</summary>
    private void ReplaceExpired(Session expired)
    {
        var batch = new LogBatch { Writer = LineWriters.Take(), Base = expired.LogEnd, View = expired };
        try
        {
            Seal(new SealRecord(engine.Now, SealRecord.Replaced), ref batch);
        }
        finally
        {
            LineWriters.Return(batch.Writer);
        }

        var path = _open!.File.Path;
        EndWith(RemovalReason.Expired);
        MoveAside(path, expired.Incarnation);
        engine.Catalog.Removed(Key, expired.Incarnation);
    }

    private void MoveAside(string path, string incarnation)
    {
        Directory.CreateDirectory(engine.Layout.ExpiredDirectory);
        File.Move(path, engine.Layout.ExpiredLogOf(Key, incarnation), overwrite: true);
        DeleteFiles();
        FlushDirectory(Path);
    }

    /// <summary>The log has ended: in this process nobody finds it any more.</summary>
    private void EndWith(RemovalReason reason)
    {
        engine.Removals.Add(_view!.Incarnation, reason);

        LeaveFile();
    }

    /// <summary>Closes a file that was sealed, by whoever has the lock or had it meanwhile.</summary>
    private void LeaveFile()
    {
        // Behind a seal nothing is left to be flushed for: whoever sealed has flushed it, or the session is gone.
        MarkFlushed(_open!, long.MaxValue);
        var epoch = _epoch;
        Forget();
        _epoch = epoch;
    }

    private void FlushDirectory(string path)
    {
        if (engine.Options.Flush)
        {
            DirectoryFlush.Run(System.IO.Path.GetDirectoryName(path)!);
        }
    }
}
