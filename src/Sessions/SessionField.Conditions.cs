namespace Sessions;

public readonly partial struct SessionField
{
    /// <summary>The field has this value; of a field of several, one of them is it. False on null.</summary>
    /// <exception cref="ArgumentException">The value is of a type that the field does not compare with.</exception>
    public SessionCondition EqualTo(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.Equal, value);

    /// <summary>Exactly not <see cref="EqualTo"/>, and so true on null.</summary>
    /// <exception cref="ArgumentException">The value is of a type that the field does not compare with.</exception>
    public SessionCondition NotEqualTo(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.NotEqual, value);

    /// <summary>The field's value comes before this one. False on null.</summary>
    /// <exception cref="ArgumentException">The field has no order, or the value is of a type that it does not compare with.</exception>
    public SessionCondition LessThan(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.Less, value);

    /// <summary>The field's value is this one or comes before it. False on null.</summary>
    /// <exception cref="ArgumentException">The field has no order, or the value is of a type that it does not compare with.</exception>
    public SessionCondition AtMost(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.LessOrEqual, value);

    /// <summary>The field's value comes after this one. False on null.</summary>
    /// <exception cref="ArgumentException">The field has no order, or the value is of a type that it does not compare with.</exception>
    public SessionCondition GreaterThan(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.Greater, value);

    /// <summary>The field's value is this one or comes after it. False on null.</summary>
    /// <exception cref="ArgumentException">The field has no order, or the value is of a type that it does not compare with.</exception>
    public SessionCondition AtLeast(SessionValue value) => new SessionCondition.Comparison(this, SessionOperator.GreaterOrEqual, value);

    /// <summary>The field has one of these values. False on null, and where there are no values.</summary>
    /// <exception cref="ArgumentException">There are too many values, or one is of a type that the field does not compare with.</exception>
    public SessionCondition In(params ReadOnlySpan<SessionValue> values) => new SessionCondition.OneOf(this, values);

    /// <summary>The field has one of these values. False on null, and where there are no values.</summary>
    /// <exception cref="ArgumentException">There are too many values, or one is of a type that the field does not compare with.</exception>
    public SessionCondition In(IEnumerable<SessionValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new SessionCondition.OneOf(this, values.Take(SessionCondition.MaxValues + 1).ToArray());
    }

    /// <summary>
    /// The whole text matches a pattern: <c>%</c> is any run of characters, <c>_</c> is one, <c>\</c> takes what follows as it
    /// stands. Case counts. False on null and on what is no text.
    /// </summary>
    /// <exception cref="ArgumentException">The field has no texts, or the pattern is too long or ends in an escape.</exception>
    public SessionCondition Like(string pattern) => new SessionCondition.Match(this, pattern);

    /// <summary>There is no value: the field is not set, the key is not there or its value is JSON <c>null</c>, there is no tag or channel.</summary>
    public SessionCondition IsNull() => new SessionCondition.Missing(this);

    /// <summary>One of the field's several values is this one; the same as <see cref="EqualTo"/>, for tags and channels.</summary>
    /// <exception cref="ArgumentException">The field has one value only, or the value is no text.</exception>
    public SessionCondition Contains(SessionValue value) => IsMultiValued
        ? EqualTo(value)
        : throw new ArgumentException(
            $"Contains asks whether one of several values is equal, and {Name} has one value. For a part of a text say Like(\"%part%\").", nameof(value));
}
