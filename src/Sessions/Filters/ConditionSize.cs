namespace Sessions.Filters;

/// <summary>How large a condition is. Bounded when it is made, so that whoever walks one need not fear for the stack.</summary>
internal readonly record struct ConditionSize(int Depth, int Nodes, int Values)
{
    public static ConditionSize Of(int values) => new(1, 1, values);

    /// <summary>The size of what joins or negates others.</summary>
    /// <exception cref="ArgumentException">It is over a bound.</exception>
    public static ConditionSize Around(ReadOnlySpan<SessionCondition> parts, string parameter)
    {
        var (depth, nodes, values) = (1, 1, 0);
        foreach (var part in parts)
        {
            depth = Math.Max(depth, part.Size.Depth + 1);
            nodes += part.Size.Nodes;
            values += part.Size.Values;
            Within(depth, SessionCondition.MaxDepth, "is nested {0} deep", parameter);
            Within(nodes, SessionCondition.MaxNodes, "is made of {0} parts", parameter);
            Within(values, SessionCondition.MaxValues, "names {0} values", parameter);
        }

        return new(depth, nodes, values);
    }

    public static void Within(int count, int most, string what, string parameter)
    {
        if (count > most)
        {
            throw new ArgumentException(
                $"A condition {string.Format(null, what, $"at most {most}")}; this one has {count} or more. Ask in several steps.", parameter);
        }
    }
}
