namespace Sessions;

/// <summary>How a <see cref="SessionCondition.Comparison"/> compares a field with its value.</summary>
public enum SessionOperator : byte
{
    /// <summary>The field has this value; of a field of several, one of them is it.</summary>
    Equal,

    /// <summary>Exactly not <see cref="Equal"/>: also where the field has no value, or one of another type.</summary>
    NotEqual,

    /// <summary>The field's value comes before this one.</summary>
    Less,

    /// <summary>The field's value comes before this one or is it.</summary>
    LessOrEqual,

    /// <summary>The field's value comes after this one.</summary>
    Greater,

    /// <summary>The field's value comes after this one or is it.</summary>
    GreaterOrEqual,
}
