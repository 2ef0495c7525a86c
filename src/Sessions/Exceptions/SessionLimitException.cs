namespace Sessions;

/// <summary>The change would pass a limit. Nothing was changed.</summary>
public sealed class SessionLimitException : SessionException
{
    /// <summary>Says which limit.</summary>
    public SessionLimitException(string limit, long maximum, string message)
        : base(message)
    {
        Limit = limit;
        Maximum = maximum;
    }

    /// <summary>The name of the limit.</summary>
    public string Limit { get; }

    /// <summary>The most that is allowed.</summary>
    public long Maximum { get; }
}
