namespace Sessions.Sql;

/// <summary>One statement with its parameters, in the order in which values are given for them.</summary>
/// <param name="Text">The text, the same object for the same statement: connections keep their commands by it.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record SqlStatement(string Text, params (string Name, SqlType Type)[] Parameters)
{
    /// <summary>Whether it is several statements in one text, which are sent together and cannot be prepared.</summary>
    public bool IsSeveral { get; init; }
}
