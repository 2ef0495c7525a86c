namespace Sessions.Filters;

/// <summary>The fields of one session, or of as much of it as is at hand.</summary>
internal interface IConditionFields
{
    /// <summary>The value of a field that has one.</summary>
    /// <returns>False when it is not at hand.</returns>
    bool TryGet(SessionField field, out SessionValue value);

    /// <summary>How many values a field of several has.</summary>
    /// <returns>False when they are not at hand.</returns>
    bool TryCount(SessionField field, out int count);

    /// <summary>One of the values of a field of several.</summary>
    string TextAt(SessionField field, int index);
}
