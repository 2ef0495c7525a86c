using System.Collections.Immutable;
using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>Conditions that must all hold; without any it always does.</summary>
    public sealed record All : SessionCondition
    {
        internal All(ImmutableArray<SessionCondition> conditions)
        {
            Conditions = conditions;
            Size = ConditionSize.Around(conditions.AsSpan(), nameof(conditions));
        }

        /// <summary>None, or two and more; none of them is itself an <see cref="All"/>.</summary>
        public ImmutableArray<SessionCondition> Conditions { get; }

        internal override ConditionSize Size { get; }

        /// <inheritdoc/>
        public bool Equals(All? other) => other is not null && Conditions.SequenceEqual(other.Conditions);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(nameof(All), ConditionList.HashOf(Conditions));
    }
}
