namespace Sessions.Stores.Files;

/// <summary>Finds the keyed commits that a session remembers, each by the one after it.</summary>
internal static class LogKeys
{
    /// <summary>The newest of them, the oldest first.</summary>
    /// <exception cref="LineDamageException">A line does not read.</exception>
    public static List<Commit> Read(LogFile file, Session written)
    {
        var found = new List<Commit>();
        var (position, limit) = (written.KeyPosition, written.LogEnd);
        using var window = new LogWindow(file);
        while (position > 0 && found.Count < ICommitMemory.Capacity)
        {
            var commit = LogLines.ReadCommit(window.LineAt(position, limit), position);
            found.Add(commit);
            limit = position;
            position = commit.KeyBack > 0 ? position - commit.KeyBack : 0;
        }

        found.Reverse();
        return found;
    }
}
