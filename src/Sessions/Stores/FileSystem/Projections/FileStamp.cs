namespace Sessions.Stores.FileSystem;

/// <summary>By what it is seen that somebody else changed a file: its length and when it was last written.</summary>
/// <param name="Length">In bytes; negative where there is no such file, zero for a folder.</param>
/// <param name="Written">In UTC ticks.</param>
internal readonly record struct FileStamp(long Length, long Written)
{
    public static readonly FileStamp None = new(-1, 0);

    public bool Exists => Length >= 0;

    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : None;
    }

    public static FileStamp OfFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        return folder.Exists ? new FileStamp(0, folder.LastWriteTimeUtc.Ticks) : None;
    }
}
