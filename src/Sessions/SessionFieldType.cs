namespace Sessions;

/// <summary>What a <see cref="SessionField"/> can be compared with.</summary>
public enum SessionFieldType : byte
{
    /// <summary>Texts, in the order of their code points.</summary>
    Text,

    /// <summary>Whole numbers of 64 bits, exactly.</summary>
    WholeNumber,

    /// <summary>Numbers as IEEE 754 doubles.</summary>
    Number,

    /// <summary>True or false: equal or not, never less or greater.</summary>
    Truth,

    /// <summary>Instants in whole microseconds.</summary>
    Instant,

    /// <summary>A <see cref="SessionStatus"/>: equal or not, never less or greater.</summary>
    Status,

    /// <summary>A value of the state or metadata: texts, numbers and truths, each compared with its own kind.</summary>
    Json,
}
