namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    // Each look that fails has seen a compaction end in between; they are minutes apart.
    private const int MaxLooks = 8;

    /// <summary>Opens and folds the file in which the log goes on; null where there is none. Dispose of it if it is not adopted.</summary>
    /// <param name="underLock">Whether nobody writes meanwhile, so that what is torn can be mended.</param>
    private (OpenLog Open, LogFold Fold)? OpenFile(bool underLock)
    {
        for (var look = 0; ; look++)
        {
            var first = OpenGeneration(Path, underLock);
            if (first is not var (open, fold) || fold.Seal is not { IsMoved: true } seal)
            {
                return first;
            }

            using (open.File)
            {
                if (underLock && HasNext(seal.Next) && LogGenerations.TrySettle(Path))
                {
                    continue;
                }

                // Without the lock the new generation may have taken this one's place since, and a third one be in the making.
                if (OpenGeneration(LogGenerations.NextOf(Path), underLock) is { } second)
                {
                    if (LogGenerations.Of(second.Open.File) == seal.Next)
                    {
                        return second;
                    }

                    second.Open.File.Dispose();
                }

                if (underLock || look == MaxLooks)
                {
                    var missing = LogGenerations.Missing(Path, seal, fold.SealPosition);
                    throw underLock ? engine.Repair.Damaged(open.File, Key, missing) : missing;
                }
            }
        }
    }

    private (OpenLog Open, LogFold Fold)? OpenGeneration(string path, bool underLock)
    {
        if (LogFile.TryOpen(path) is not { } file)
        {
            return null;
        }

        try
        {
            // Whoever made the file may have died before he flushed its name.
            var open = new OpenLog(file) { IsNew = true };
            var fold = LogReader.Begin(file, Key, open.Tail);
            if (underLock)
            {
                engine.Repair.Read(file, Key, fold);
            }
            else
            {
                LogReader.Read(file, fold);
            }

            return (open, fold);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Under the lock: a generation that was opened before it had its place may have it by now.</summary>
    private void FollowName(LogFile file)
    {
        if (file.Path != Path && IsGeneration(Path, LogGenerations.Of(file)))
        {
            file.Path = Path;
        }
    }

    private bool HasNext(long generation) => IsGeneration(LogGenerations.NextOf(Path), generation);

    private static bool IsGeneration(string path, long generation)
    {
        using var file = LogFile.TryOpenToRead(path);
        return file is not null && LogGenerations.Of(file) == generation;
    }
}
