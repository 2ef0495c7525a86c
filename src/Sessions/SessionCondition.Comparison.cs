using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>A field compared with a value.</summary>
    public sealed record Comparison : SessionCondition
    {
        /// <summary>Compares.</summary>
        /// <exception cref="ArgumentException">The field does not compare with such a value, or has no order.</exception>
        public Comparison(SessionField field, SessionOperator comparison, SessionValue value)
        {
            Value = OperandRules.Value(field, comparison, value, nameof(value));
            Field = field;
            Operator = comparison;
        }

        /// <summary>The field.</summary>
        public SessionField Field { get; }

        /// <summary>How.</summary>
        public SessionOperator Operator { get; }

        /// <summary>The value, as the field compares it: on a field of doubles, and on JSON, numbers are doubles.</summary>
        public SessionValue Value { get; }

        internal override ConditionSize Size => ConditionSize.Of(1);
    }
}
