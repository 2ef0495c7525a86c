namespace Sessions.Filters;

/// <summary>What there is to know of each field, in one table: its name in texts, its type, how many values it has.</summary>
internal static class FieldTable
{
    public readonly record struct Row(string Name, SessionFieldType Type, bool IsMultiValued = false);

    private static readonly Row[] Rows = Build();

    private static readonly Dictionary<string, SessionFieldKind> Kinds =
        Enum.GetValues<SessionFieldKind>().Where(static kind => kind != SessionFieldKind.None).ToDictionary(static kind => Of(kind).Name);

    /// <summary>All names, to be told to whoever misspelt one.</summary>
    public static string Names { get; } = string.Join(", ", Kinds.Keys);

    public static ref readonly Row Of(SessionFieldKind kind) => ref Rows[(int)kind];

    public static bool TryFind(string name, out SessionFieldKind kind) => Kinds.TryGetValue(name, out kind);

    public static bool HasKey(SessionFieldKind kind) => kind is SessionFieldKind.Metadata or SessionFieldKind.State;

    private static Row[] Build()
    {
        var rows = new Row[(int)SessionFieldKind.State + 1];
        Set(SessionFieldKind.None, "none", SessionFieldType.Text);
        Set(SessionFieldKind.Id, "id", SessionFieldType.Text);
        Set(SessionFieldKind.UserId, "userId", SessionFieldType.Text);
        Set(SessionFieldKind.DisplayName, "displayName", SessionFieldType.Text);
        Set(SessionFieldKind.Purpose, "purpose", SessionFieldType.Text);
        Set(SessionFieldKind.Status, "status", SessionFieldType.Status);
        Set(SessionFieldKind.CreatedAt, "createdAt", SessionFieldType.Instant);
        Set(SessionFieldKind.UpdatedAt, "updatedAt", SessionFieldType.Instant);
        Set(SessionFieldKind.LastUsedAt, "lastUsedAt", SessionFieldType.Instant);
        Set(SessionFieldKind.ExpiresAt, "expiresAt", SessionFieldType.Instant);
        Set(SessionFieldKind.FinishedAt, "finishedAt", SessionFieldType.Instant);
        Set(SessionFieldKind.Version, "version", SessionFieldType.WholeNumber);
        Set(SessionFieldKind.Pinned, "pinned", SessionFieldType.Truth);
        Set(SessionFieldKind.CreatedBy, "createdBy", SessionFieldType.Text);
        Set(SessionFieldKind.CurrentChannel, "currentChannel", SessionFieldType.Text);
        Set(SessionFieldKind.MemoryPool, "memoryPool", SessionFieldType.Text);
        Set(SessionFieldKind.MessageCount, "messageCount", SessionFieldType.WholeNumber);
        Set(SessionFieldKind.InvocationCount, "invocationCount", SessionFieldType.WholeNumber);
        Set(SessionFieldKind.FailedInvocationCount, "failedInvocationCount", SessionFieldType.WholeNumber);
        Set(SessionFieldKind.TotalTokens, "totalTokens", SessionFieldType.WholeNumber);
        Set(SessionFieldKind.Cost, "cost", SessionFieldType.Number);
        Set(SessionFieldKind.Tags, "tags", SessionFieldType.Text, isMultiValued: true);
        Set(SessionFieldKind.Channels, "channels", SessionFieldType.Text, isMultiValued: true);
        Set(SessionFieldKind.Metadata, "metadata", SessionFieldType.Json);
        Set(SessionFieldKind.State, "state", SessionFieldType.Json);
        return rows;

        void Set(SessionFieldKind kind, string name, SessionFieldType type, bool isMultiValued = false) =>
            rows[(int)kind] = new Row(name, type, isMultiValued);
    }
}
