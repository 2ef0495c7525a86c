using System.Collections.Immutable;
using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>A field that has one of several values: the same as equal to any of them.</summary>
    public sealed record OneOf : SessionCondition
    {
        private const int Few = 8;

        private readonly HashSet<SessionValue>? _set;

        /// <summary>Asks for one of these values.</summary>
        /// <exception cref="ArgumentException">There are too many, or the field does not compare with one of them.</exception>
        public OneOf(SessionField field, params ReadOnlySpan<SessionValue> values)
        {
            Field = OperandRules.Known(field);
            ConditionSize.Within(values.Length, MaxValues, "names {0} values", nameof(values));
            var fitting = ImmutableArray.CreateBuilder<SessionValue>(values.Length);
            foreach (var value in values)
            {
                fitting.Add(OperandRules.Value(field, SessionOperator.Equal, value, nameof(values)));
            }

            Values = fitting.MoveToImmutable();
            _set = Values.Length > Few ? [.. Values] : null;
        }

        /// <summary>The field.</summary>
        public SessionField Field { get; }

        /// <summary>The values, as the field compares them and in the order given; none for a condition that never holds.</summary>
        public ImmutableArray<SessionValue> Values { get; }

        internal override ConditionSize Size => ConditionSize.Of(Values.Length);

        /// <inheritdoc/>
        public bool Equals(OneOf? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Field, ConditionList.HashOf(Values));

        internal bool Has(SessionValue value) => _set?.Contains(value) ?? Values.Contains(value);
    }
}
