namespace Sessions.Filters;

internal readonly struct LikeTest(SessionCondition.Match like) : IConditionTest
{
    public bool Holds(in SessionValue value) => value.Kind == SessionValueKind.Text && like.IsMatch(value.AsText());
}
