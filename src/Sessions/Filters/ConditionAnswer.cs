namespace Sessions.Filters;

/// <summary>What can be said of a condition from what is at hand.</summary>
internal enum ConditionAnswer : byte
{
    /// <summary>It does not hold.</summary>
    No,

    /// <summary>It holds.</summary>
    Yes,

    /// <summary>That depends on what is not at hand.</summary>
    Unknown,
}
