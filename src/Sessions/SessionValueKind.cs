namespace Sessions;

/// <summary>What a <see cref="SessionValue"/> is.</summary>
public enum SessionValueKind : byte
{
    /// <summary>No value: a key that is not there, JSON <c>null</c>, a field that is not set.</summary>
    Null,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    WholeNumber,

    /// <summary>A finite IEEE 754 double.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>An instant in whole microseconds.</summary>
    Instant,

    /// <summary>A status.</summary>
    Status,

    /// <summary>A value that compares with nothing: a JSON object or array, or a JSON string that is no text for every store.</summary>
    Opaque,
}
