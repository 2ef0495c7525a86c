namespace Sessions.Filters;

internal readonly struct InTest(SessionCondition.OneOf among) : IConditionTest
{
    public bool Holds(in SessionValue value) => among.Has(value);
}
