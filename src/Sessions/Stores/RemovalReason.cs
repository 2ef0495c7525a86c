namespace Sessions.Stores;

/// <summary>Why a session is gone.</summary>
public enum RemovalReason
{
    /// <summary>Somebody deleted it.</summary>
    Deleted,

    /// <summary>Its idle timeout or its absolute lifetime was over.</summary>
    Expired,

    /// <summary>It was finished for longer than finished sessions are kept.</summary>
    Retention,

    /// <summary>It was not used for longer than an age that cleanup was told.</summary>
    Age,
}
