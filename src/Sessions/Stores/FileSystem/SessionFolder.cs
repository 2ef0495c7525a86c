namespace Sessions.Stores.FileSystem;

/// <summary>Removes the folder of a session that is gone. Links go; what they point at stays.</summary>
internal static class SessionFolder
{
    /// <param name="folder">The folder.</param>
    /// <param name="everything">
    /// Whether all that is in it goes. Otherwise only projections do, and the folder if nothing else is left in it: what a repair
    /// kept of a log is not removed because nobody asks for it.
    /// </param>
    public static void Remove(string folder, bool everything)
    {
        try
        {
            if (everything)
            {
                Directory.Delete(folder, recursive: true);
            }
            else
            {
                RemoveProjections(new ProjectionPaths(folder));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else has done it.
        }
    }

    private static void RemoveProjections(ProjectionPaths paths)
    {
        foreach (var file in (ReadOnlySpan<string>)[paths.Metadata, paths.Conversation, paths.Invocations])
        {
            File.Delete(ProjectionPaths.Unfinished(file));
            File.Delete(file);
        }

        if (Directory.Exists(paths.Links))
        {
            Directory.Delete(paths.Links, recursive: true);
        }

        // Last: as long as it is there, whoever opens the store knows whose folder this was.
        File.Delete(paths.Mark);
        if (!Directory.EnumerateFileSystemEntries(paths.Folder).Any())
        {
            Directory.Delete(paths.Folder);
        }
    }
}
