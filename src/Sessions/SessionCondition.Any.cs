using System.Collections.Immutable;
using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>Conditions of which one must hold; without any it never does.</summary>
    public sealed record Any : SessionCondition
    {
        internal Any(ImmutableArray<SessionCondition> conditions)
        {
            Conditions = conditions;
            Size = ConditionSize.Around(conditions.AsSpan(), nameof(conditions));
        }

        /// <summary>None, or two and more; none of them is itself an <see cref="Any"/>.</summary>
        public ImmutableArray<SessionCondition> Conditions { get; }

        internal override ConditionSize Size { get; }

        /// <inheritdoc/>
        public bool Equals(Any? other) => other is not null && Conditions.SequenceEqual(other.Conditions);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(nameof(Any), ConditionList.HashOf(Conditions));
    }
}
