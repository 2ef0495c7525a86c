using Sessions.Filters;

namespace Sessions;

public abstract partial record SessionCondition
{
    /// <summary>A text that matches a pattern.</summary>
    public sealed record Match : SessionCondition
    {
        private readonly LikePattern _compiled;

        /// <summary>Asks for texts that match.</summary>
        /// <exception cref="ArgumentException">The field has no texts, or the pattern is too long or ends in an escape.</exception>
        public Match(SessionField field, string pattern)
        {
            Field = field;
            Pattern = OperandRules.Pattern(field, pattern, nameof(pattern));
            _compiled = LikePattern.Compile(pattern);
        }

        /// <summary>The field.</summary>
        public SessionField Field { get; }

        /// <summary>The pattern: <c>%</c> any run, <c>_</c> one code point, <c>\</c> before what stands for itself.</summary>
        public string Pattern { get; }

        internal override ConditionSize Size => ConditionSize.Of(1);

        /// <summary>A pattern that matches this text and no other; put <c>%</c> around it to find what holds it.</summary>
        public static string Escape(string text)
        {
            ArgumentNullException.ThrowIfNull(text);
            return text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        }

        /// <inheritdoc/>
        public bool Equals(Match? other) => other is not null && Field == other.Field && Pattern == other.Pattern;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Field, Pattern);

        internal bool IsMatch(string text) => _compiled.IsMatch(text);
    }
}
