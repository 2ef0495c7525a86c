namespace Sessions.Stores.FileSystem;

/// <summary>Where the projections of a session lie in its folder.</summary>
internal readonly struct ProjectionPaths(string folder)
{
    public const string MetadataName = "metadata.json";
    public const string ConversationName = "conversation.jsonl";
    public const string InvocationsName = "invocations.json";
    public const string LinksName = "invocations";
    public const string MarkName = ".projection.json";

    public string Folder { get; } = folder;

    public string Metadata => Path.Combine(Folder, MetadataName);

    public string Conversation => Path.Combine(Folder, ConversationName);

    public string Invocations => Path.Combine(Folder, InvocationsName);

    public string Links => Path.Combine(Folder, LinksName);

    public string Mark => Path.Combine(Folder, MarkName);

    /// <summary>What a file is written under until it is whole. One writer at a time has the session's projections, so one name will do.</summary>
    public static string Unfinished(string path) => Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + ".new");
}
