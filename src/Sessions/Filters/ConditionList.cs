using System.Collections.Immutable;

namespace Sessions.Filters;

/// <summary>The parts of what joins conditions: of one kind side by side, so that joining one by one does not nest.</summary>
internal static class ConditionList
{
    public static ImmutableArray<SessionCondition> Flatten<TJoin>(
        IEnumerable<SessionCondition> conditions, Func<TJoin, ImmutableArray<SessionCondition>> partsOf)
        where TJoin : SessionCondition
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var parts = ImmutableArray.CreateBuilder<SessionCondition>();
        foreach (var condition in conditions)
        {
            ArgumentNullException.ThrowIfNull(condition, nameof(conditions));
            if (condition is TJoin join)
            {
                parts.AddRange(partsOf(join));
            }
            else
            {
                parts.Add(condition);
            }

            ConditionSize.Within(parts.Count, SessionCondition.MaxNodes, "is made of {0} parts", nameof(conditions));
        }

        return parts.DrainToImmutable();
    }

    public static int HashOf<T>(ImmutableArray<T> items)
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
