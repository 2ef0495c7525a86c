namespace Sessions.Filters;

/// <summary>
/// Says whether a condition holds, as <see cref="SessionCondition"/> defines it: the one implementation, for views as for
/// what knows less than a view.
/// </summary>
internal static class ConditionEvaluator
{
    public static ConditionAnswer Evaluate<TFields>(SessionCondition condition, TFields fields)
        where TFields : struct, IConditionFields => condition switch
        {
            SessionCondition.All and => All(and, fields),
            SessionCondition.Any or => Any(or, fields),
            SessionCondition.Negation not => Opposite(Evaluate(not.Condition, fields)),
            SessionCondition.Comparison { Operator: SessionOperator.NotEqual } comparison =>
                Opposite(Test(comparison.Field, new CompareTest(SessionOperator.Equal, comparison.Value), fields)),
            SessionCondition.Comparison comparison => Test(comparison.Field, new CompareTest(comparison.Operator, comparison.Value), fields),
            SessionCondition.OneOf among => Test(among.Field, new InTest(among), fields),
            SessionCondition.Match like => Test(like.Field, new LikeTest(like), fields),
            SessionCondition.Missing missing => IsNull(missing.Field, fields),
            _ => throw new InvalidOperationException($"{condition.GetType()} is no kind of condition."),
        };

    private static ConditionAnswer All<TFields>(SessionCondition.All and, TFields fields)
        where TFields : struct, IConditionFields
    {
        var answer = ConditionAnswer.Yes;
        foreach (var part in and.Conditions)
        {
            switch (Evaluate(part, fields))
            {
                case ConditionAnswer.No:
                    return ConditionAnswer.No;
                case ConditionAnswer.Unknown:
                    answer = ConditionAnswer.Unknown;
                    break;
            }
        }

        return answer;
    }

    private static ConditionAnswer Any<TFields>(SessionCondition.Any or, TFields fields)
        where TFields : struct, IConditionFields
    {
        var answer = ConditionAnswer.No;
        foreach (var part in or.Conditions)
        {
            switch (Evaluate(part, fields))
            {
                case ConditionAnswer.Yes:
                    return ConditionAnswer.Yes;
                case ConditionAnswer.Unknown:
                    answer = ConditionAnswer.Unknown;
                    break;
            }
        }

        return answer;
    }

    private static ConditionAnswer Test<TFields, TTest>(SessionField field, TTest test, TFields fields)
        where TFields : struct, IConditionFields
        where TTest : struct, IConditionTest
    {
        if (!field.IsMultiValued)
        {
            return fields.TryGet(field, out var value) ? Answer(test.Holds(value)) : ConditionAnswer.Unknown;
        }

        if (!fields.TryCount(field, out var count))
        {
            return ConditionAnswer.Unknown;
        }

        for (var i = 0; i < count; i++)
        {
            if (test.Holds(SessionValue.OfStored(fields.TextAt(field, i))))
            {
                return ConditionAnswer.Yes;
            }
        }

        return ConditionAnswer.No;
    }

    private static ConditionAnswer IsNull<TFields>(SessionField field, TFields fields)
        where TFields : struct, IConditionFields
    {
        if (field.IsMultiValued)
        {
            return fields.TryCount(field, out var count) ? Answer(count == 0) : ConditionAnswer.Unknown;
        }

        return fields.TryGet(field, out var value) ? Answer(value.Kind == SessionValueKind.Null) : ConditionAnswer.Unknown;
    }

    private static ConditionAnswer Answer(bool holds) => holds ? ConditionAnswer.Yes : ConditionAnswer.No;

    private static ConditionAnswer Opposite(ConditionAnswer answer) => answer switch
    {
        ConditionAnswer.Yes => ConditionAnswer.No,
        ConditionAnswer.No => ConditionAnswer.Yes,
        _ => ConditionAnswer.Unknown,
    };
}
