namespace Sessions.Sql;

/// <summary>What a parameter or column holds; a dialect says what that is to its engine.</summary>
internal enum SqlType
{
    Text,
    Number,
    Double,
    Truth,
    Instant,

    /// <summary>An array, whose type is that of its elements.</summary>
    Array,
}
