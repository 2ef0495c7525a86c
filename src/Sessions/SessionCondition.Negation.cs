using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>The complement of a condition: holds exactly where that does not.</summary>
    public sealed record Negation : SessionCondition
    {
        /// <summary>Negates.</summary>
        /// <exception cref="ArgumentException">It would be too large or too deep.</exception>
        public Negation(SessionCondition condition)
        {
            ArgumentNullException.ThrowIfNull(condition);
            Condition = condition;
            Size = ConditionSize.Around([condition], nameof(condition));
        }

        /// <summary>What must not hold.</summary>
        public SessionCondition Condition { get; }

        internal override ConditionSize Size { get; }
    }
}
