namespace Sessions;

/// <summary>How an invocation ended.</summary>
public enum InvocationOutcome : byte
{
    /// <summary>The tool gave its result.</summary>
    Succeeded,

    /// <summary>The tool gave an error.</summary>
    Failed,

    /// <summary>The tool was stopped.</summary>
    Cancelled,
}
