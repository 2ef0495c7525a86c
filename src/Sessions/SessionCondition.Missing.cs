using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>A field without a value.</summary>
    public sealed record Missing : SessionCondition
    {
        /// <summary>Asks whether there is none.</summary>
        public Missing(SessionField field) => Field = OperandRules.Known(field);

        /// <summary>The field.</summary>
        public SessionField Field { get; }

        internal override ConditionSize Size => ConditionSize.Of(0);
    }
}
