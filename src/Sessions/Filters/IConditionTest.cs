namespace Sessions.Filters;

/// <summary>What is asked of one value. On null, and on a value of another kind than is asked for, it does not hold.</summary>
internal interface IConditionTest
{
    bool Holds(in SessionValue value);
}
