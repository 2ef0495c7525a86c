using Sessions.Filters;

namespace Sessions;

/// <summary>
/// A field of sessions that a <see cref="SessionCondition"/> asks about: <c>SessionField.Status</c>,
/// <c>SessionField.State("plan")</c>. Two fields are equal when they name the same one.
/// </summary>
/// <remarks>What holds when, and what null means, stands at <see cref="SessionCondition"/>.</remarks>
public readonly partial struct SessionField : IEquatable<SessionField>
{
    private SessionField(SessionFieldKind kind, string? key = null)
    {
        Kind = kind;
        Key = key;
    }

    /// <summary>The session id.</summary>
    public static SessionField Id => new(SessionFieldKind.Id);

    /// <summary>The user it belongs to; may be null.</summary>
    public static SessionField UserId => new(SessionFieldKind.UserId);

    /// <summary>The name to show; may be null.</summary>
    public static SessionField DisplayName => new(SessionFieldKind.DisplayName);

    /// <summary>What the session is for; may be null.</summary>
    public static SessionField Purpose => new(SessionFieldKind.Purpose);

    /// <summary>Where it is in its life.</summary>
    public static SessionField Status => new(SessionFieldKind.Status);

    /// <summary>When it was created.</summary>
    public static SessionField CreatedAt => new(SessionFieldKind.CreatedAt);

    /// <summary>When its last event happened.</summary>
    public static SessionField UpdatedAt => new(SessionFieldKind.UpdatedAt);

    /// <summary>When it was last read or changed.</summary>
    public static SessionField LastUsedAt => new(SessionFieldKind.LastUsedAt);

    /// <summary>When it expires; null for never.</summary>
    public static SessionField ExpiresAt => new(SessionFieldKind.ExpiresAt);

    /// <summary>When it was finished; null while it is not.</summary>
    public static SessionField FinishedAt => new(SessionFieldKind.FinishedAt);

    /// <summary>The version of its last event.</summary>
    public static SessionField Version => new(SessionFieldKind.Version);

    /// <summary>Whether cleanup keeps it whatever its age.</summary>
    public static SessionField Pinned => new(SessionFieldKind.Pinned);

    /// <summary>The name of the channel that created it.</summary>
    public static SessionField CreatedBy => new(SessionFieldKind.CreatedBy);

    /// <summary>The name of the channel that last used it.</summary>
    public static SessionField CurrentChannel => new(SessionFieldKind.CurrentChannel);

    /// <summary>The name of the memory pool that is bound; may be null.</summary>
    public static SessionField MemoryPool => new(SessionFieldKind.MemoryPool);

    /// <summary>How many messages it has, over all chats and roles.</summary>
    public static SessionField MessageCount => new(SessionFieldKind.MessageCount);

    /// <summary>How many invocations were linked.</summary>
    public static SessionField InvocationCount => new(SessionFieldKind.InvocationCount);

    /// <summary>How many of the invocations failed.</summary>
    public static SessionField FailedInvocationCount => new(SessionFieldKind.FailedInvocationCount);

    /// <summary>Input and output tokens together.</summary>
    public static SessionField TotalTokens => new(SessionFieldKind.TotalTokens);

    /// <summary>The estimated cost, as the nearest double.</summary>
    public static SessionField Cost => new(SessionFieldKind.Cost);

    /// <summary>The tags: what is asked holds when it does for any of them.</summary>
    public static SessionField Tags => new(SessionFieldKind.Tags);

    /// <summary>The names of the channels that used it: what is asked holds when it does for any of them.</summary>
    public static SessionField Channels => new(SessionFieldKind.Channels);

    /// <summary>Which field it is.</summary>
    public SessionFieldKind Kind { get; }

    /// <summary>The key, of a value of the state or metadata; null of all other fields.</summary>
    public string? Key { get; }

    /// <summary>Its name in texts and JSON: <c>status</c>, <c>state</c>.</summary>
    public string Name => FieldTable.Of(Kind).Name;

    /// <summary>What it can be compared with.</summary>
    public SessionFieldType Type => FieldTable.Of(Kind).Type;

    /// <summary>Whether a session has several values of it, as of tags and channels.</summary>
    public bool IsMultiValued => FieldTable.Of(Kind).IsMultiValued;

    /// <summary>A value of the metadata; null where the key is not there or its value is JSON <c>null</c>.</summary>
    /// <exception cref="ArgumentException">The key is not a text of 1 to 256 characters, or holds U+0000.</exception>
    public static SessionField Metadata(string key) => new(SessionFieldKind.Metadata, OperandRules.Key(key, "A metadata key"));

    /// <summary>A value of the state; null where the key is not there or its value is JSON <c>null</c>.</summary>
    /// <exception cref="ArgumentException">The key is not a text of 1 to 256 characters, or holds U+0000.</exception>
    public static SessionField State(string key) => new(SessionFieldKind.State, OperandRules.Key(key, "A state key"));

    /// <inheritdoc/>
    public bool Equals(SessionField other) => Kind == other.Kind && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionField other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Key is null ? 0 : string.GetHashCode(Key, StringComparison.Ordinal));

    /// <summary>The field as it stands in the text of a condition: <c>status</c>, <c>state('plan')</c>.</summary>
    public override string ToString() => ConditionText.Write(this);

    /// <summary>Whether both name the same field.</summary>
    public static bool operator ==(SessionField left, SessionField right) => left.Equals(right);

    /// <summary>Whether they name different fields.</summary>
    public static bool operator !=(SessionField left, SessionField right) => !left.Equals(right);

    internal static SessionField Of(SessionFieldKind kind, string? key) => kind switch
    {
        SessionFieldKind.Metadata => Metadata(key!),
        SessionFieldKind.State => State(key!),
        _ => new SessionField(kind),
    };
}
