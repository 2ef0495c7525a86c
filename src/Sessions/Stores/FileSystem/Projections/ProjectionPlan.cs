namespace Sessions.Stores.FileSystem;

/// <summary>What there is to do for a session: for each projection the version to go on from; zero makes it anew.</summary>
internal readonly struct ProjectionPlan
{
    private ProjectionPlan(ProjectionMark? mark, Session view, long logLength, string history, in Stamps now)
    {
        var known = mark is not null && mark.Key == view.Key && mark.Incarnation == view.Incarnation && mark.Version <= view.Version;
        var from = known ? mark!.Version : 0;
        Conversation = known && now.Conversation.Exists && mark!.ConversationFile == now.Conversation
            && mark.Cleared == ProjectionMark.ClearedIn(view) ? from : 0;
        Invocations = known && now.Invocations.Exists && mark!.InvocationsFile == now.Invocations && mark.History == history ? from : 0;
        Links = known && mark!.LinksFolder == now.Links && (now.Links.Exists || mark.Invocations == 0) && mark.History == history ? from : 0;
        Metadata = !known || mark!.MetadataFile != now.Metadata || !now.Metadata.Exists
            || from != view.Version || mark.LastUsed != view.LastUsedTicks;
        Mark = Metadata || Conversation < view.Version || Invocations < view.Version || Links < view.Version
            || mark!.LogLength != logLength;
    }

    public long Conversation { get; }

    public long Invocations { get; }

    public long Links { get; }

    /// <summary>Whether the metadata has to be written.</summary>
    public bool Metadata { get; }

    /// <summary>Whether anything has to be done at all.</summary>
    public bool Mark { get; }

    /// <summary>The first version that nobody has to read is the one after this.</summary>
    public long From => Math.Min(Conversation, Math.Min(Invocations, Links));

    public static ProjectionPlan Make(ProjectionPaths paths, ProjectionMark? mark, Session view, long logLength, string history) =>
        new(mark, view, logLength, history, Stamps.Of(paths));

    /// <summary>Whether a mark still describes the files and the log, as far as can be told without reading either.</summary>
    public static bool IsCurrent(ProjectionPaths paths, ProjectionMark? mark, long logLength, string history)
    {
        if (mark is null || mark.LogLength != logLength || mark.History != history)
        {
            return false;
        }

        var now = Stamps.Of(paths);
        return now.Metadata == mark.MetadataFile && now.Conversation == mark.ConversationFile
            && now.Invocations == mark.InvocationsFile && now.Links == mark.LinksFolder
            && (now.Links.Exists || mark.Invocations == 0);
    }

    private readonly record struct Stamps(FileStamp Metadata, FileStamp Conversation, FileStamp Invocations, FileStamp Links)
    {
        public static Stamps Of(ProjectionPaths paths) => new(
            FileStamp.Of(paths.Metadata),
            FileStamp.Of(paths.Conversation),
            FileStamp.Of(paths.Invocations),
            FileStamp.OfFolder(paths.Links));
    }
}
