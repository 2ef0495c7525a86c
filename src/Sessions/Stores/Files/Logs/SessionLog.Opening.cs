using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Under the lock: sees to it that view and place are those of the file.</summary>
    private void Prepare(long epoch)
    {
        if (_open is { IsLost: true })
        {
            Forget();
        }

        if (_epoch == epoch)
        {
            return;
        }

        if (_open is not null)
        {
            FollowName(_open.File);
            CatchUp();
        }

        if (_open is null)
        {
            Open();
        }

        _epoch = epoch;
    }

    /// <summary>Under the lock: opens what is there, and removes what a death left half done.</summary>
    private void Open()
    {
        if (OpenFile(underLock: true) is not var (open, fold))
        {
            return;
        }

        var adopted = false;
        try
        {
            adopted = TryAdopt(open, fold);
            if (!adopted)
            {
                CleanUp(open.File.Path, fold);
            }
        }
        finally
        {
            if (!adopted)
            {
                open.File.Dispose();
            }
        }
    }

    private void CatchUp()
    {
        var open = _open!;
        if (!open.File.EndsAt(_view!.LogEnd))
        {
            var fold = new LogFold(_view, this);
            engine.Repair.Read(open.File, Key, fold);
            Take(fold);
        }
    }

    /// <summary>Without the lock, for a reader who has the slot: only whole lines count, and nothing is mended.</summary>
    private void OpenToRead()
    {
        if (OpenFile(underLock: false) is var (open, fold) && !TryAdopt(open, fold))
        {
            open.File.Dispose();
        }
    }

    private void CatchUpToRead()
    {
        var fold = new LogFold(_view!, this);
        LogReader.Read(_open!.File, fold);
        Take(fold);
    }

    private bool TryAdopt(OpenLog open, LogFold fold)
    {
        if (fold.Seal is not null || fold.View is null)
        {
            return false;
        }

        Adopt(open, fold.View);
        NoteSnapshot(fold.SnapshotEnd, fold.SnapshotSize, fold.Kept);
        return true;
    }

    private void Adopt(OpenLog open, Session view)
    {
        open.FlushedEnd = engine.Options.Flush ? 0 : long.MaxValue;
        _memory = null;
        Volatile.Write(ref _view, null);
        Volatile.Write(ref _open, open);
        Volatile.Write(ref _view, view);
    }

    private void Take(LogFold fold)
    {
        if (fold.Seal is { IsMoved: true })
        {
            LeaveFile();
            return;
        }

        if (fold.Seal is { } seal)
        {
            EndWith(seal.Reason == SealRecord.Replaced ? RemovalReason.Expired : seal.Removal);
            return;
        }

        if (fold.SnapshotEnd > 0)
        {
            NoteSnapshot(fold.SnapshotEnd, fold.SnapshotSize, fold.Kept);
        }

        if (fold.End > _view!.LogEnd)
        {
            Volatile.Write(ref _view, fold.View);
            _memory?.Settle();
        }
    }

    /// <summary>Closes the file and forgets what was read of it; the next one to come opens it anew.</summary>
    private void Forget()
    {
        var open = _open;
        Volatile.Write(ref _view, null);
        Volatile.Write(ref _open, null);
        _memory = null;
        _epoch = 0;
        NoteSnapshot(0, 0, 0);
        open?.File.Dispose();
    }

    private void Remember(Commit commit, Session after)
    {
        _open!.Tail.Add(commit, after);
        _memory?.Add(commit);
    }

    /// <summary>Under the lock: a log that ends in a seal, or in which no commit is whole, is what a death left of a deletion or a creation.</summary>
    private void CleanUp(string path, LogFold fold)
    {
        if (fold.Seal is null)
        {
            LogRepair.SetAside(path);
        }
        else if (fold.Seal.Reason == SealRecord.Replaced && fold.View is { } expired)
        {
            MoveAside(path, expired.Incarnation);
        }
        else
        {
            DeleteFiles();
        }
    }
}
