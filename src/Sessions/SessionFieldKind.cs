namespace Sessions;

/// <summary>Which field a <see cref="SessionField"/> is; stores switch over it.</summary>
public enum SessionFieldKind : byte
{
    /// <summary>None: the default value of a field, which no condition takes.</summary>
    None,

    /// <summary><see cref="Session.Id"/>.</summary>
    Id,

    /// <summary><see cref="Session.UserId"/>.</summary>
    UserId,

    /// <summary><see cref="Session.DisplayName"/>.</summary>
    DisplayName,

    /// <summary><see cref="Session.Purpose"/>.</summary>
    Purpose,

    /// <summary><see cref="Session.Status"/>.</summary>
    Status,

    /// <summary><see cref="Session.CreatedAt"/>.</summary>
    CreatedAt,

    /// <summary><see cref="Session.UpdatedAt"/>.</summary>
    UpdatedAt,

    /// <summary><see cref="Session.LastUsedAt"/>.</summary>
    LastUsedAt,

    /// <summary><see cref="Session.ExpiresAt"/>.</summary>
    ExpiresAt,

    /// <summary><see cref="Session.FinishedAt"/>.</summary>
    FinishedAt,

    /// <summary><see cref="Session.Version"/>.</summary>
    Version,

    /// <summary><see cref="Session.Pinned"/>.</summary>
    Pinned,

    /// <summary>The name of <see cref="Session.CreatedBy"/>.</summary>
    CreatedBy,

    /// <summary>The name of <see cref="Session.CurrentChannel"/>.</summary>
    CurrentChannel,

    /// <summary>The name of <see cref="Session.MemoryPool"/>.</summary>
    MemoryPool,

    /// <summary>All of <see cref="Session.Messages"/>.</summary>
    MessageCount,

    /// <summary>The number of <see cref="Session.Invocations"/>.</summary>
    InvocationCount,

    /// <summary>How many of <see cref="Session.Invocations"/> failed.</summary>
    FailedInvocationCount,

    /// <summary>The total of <see cref="Session.Usage"/>.</summary>
    TotalTokens,

    /// <summary>The cost of <see cref="Session.Usage"/>.</summary>
    Cost,

    /// <summary><see cref="Session.Tags"/>.</summary>
    Tags,

    /// <summary>The names of <see cref="Session.Channels"/>.</summary>
    Channels,

    /// <summary>One key of <see cref="Session.Metadata"/>.</summary>
    Metadata,

    /// <summary>One key of <see cref="Session.State"/>.</summary>
    State,
}
