namespace Sessions.Stores.Files;

/// <summary>
/// Reads a log under the lock of its session, where nobody writes: what is torn now was torn by a death, and is cut, its
/// bytes kept beside.
/// </summary>
internal sealed class LogRepair(FileEngineOptions options)
{
    /// <summary>Folds what was appended, cuts a torn tail, and refuses what is damaged.</summary>
    /// <exception cref="SessionDamagedException">A line does not read.</exception>
    public void Read(LogFile file, SessionKey key, LogFold fold)
    {
        try
        {
            if (LogReader.Read(file, fold))
            {
                Cut(file, key, fold.End);
            }
        }
        catch (LineDamageException damage) when (WasLostWithPower(file, damage.Position))
        {
            Cut(file, key, damage.Position);
        }
        catch (LineDamageException damage)
        {
            throw Damaged(file, key, damage);
        }
    }

    public SessionDamagedException Damaged(LogFile file, SessionKey key, LineDamageException damage)
    {
        var error = FileErrors.Damaged(key, file, FirstDamage.Of(file, damage));
        options.Events.Damaged(error);
        return error;
    }

    /// <summary>
    /// Whether a bad line is what a loss of power leaves of writes that were never flushed: nothing after it reads, and nobody
    /// wrote to the file since the machine was started.
    /// </summary>
    private bool WasLostWithPower(LogFile file, long position)
    {
        if (File.GetLastWriteTimeUtc(file.Path) >= options.MachineStart)
        {
            return false;
        }

        using var lines = new LineScanner(file, position);
        while (lines.TryNext(out var line, out _))
        {
            if (Serialization.LineChecksum.Verify(line))
            {
                return false;
            }
        }

        return true;
    }

    private void Cut(LogFile file, SessionKey key, long length)
    {
        try
        {
            var rest = new byte[file.Length - length];
            rest = rest[..file.Read(rest, length)];
            var kept = Keep(file.Path, rest);
            file.Cut(length);
            options.Events.TornTailCut(key, file.Path, rest.Length, kept);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unavailable(file.Path, error);
        }
    }

    /// <summary>A file in which no commit is whole: nobody was ever told that it exists, but its bytes are kept.</summary>
    public static void SetAside(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            File.Delete(path);
            return;
        }

        File.Move(path, FreeName(path));
    }

    private static string Keep(string path, ReadOnlySpan<byte> bytes)
    {
        var kept = FreeName(path);
        using var file = LogFile.Create(kept);
        file.Write(bytes, 0);
        return kept;
    }

    private static string FreeName(string path)
    {
        var stem = Path.ChangeExtension(path, null);
        var number = 1;
        while (File.Exists($"{stem}.torn-{number}"))
        {
            number++;
        }

        return $"{stem}.torn-{number}";
    }
}
