namespace Sessions.Filters;

internal readonly struct CompareTest(SessionOperator comparison, SessionValue operand) : IConditionTest
{
    public bool Holds(in SessionValue value)
    {
        if (value.Kind != operand.Kind)
        {
            return false;
        }

        return comparison switch
        {
            SessionOperator.Equal => value == operand,
            SessionOperator.Less => SessionValue.Compare(value, operand) < 0,
            SessionOperator.LessOrEqual => SessionValue.Compare(value, operand) <= 0,
            SessionOperator.Greater => SessionValue.Compare(value, operand) > 0,
            _ => SessionValue.Compare(value, operand) >= 0,
        };
    }
}
