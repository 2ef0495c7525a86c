using System.Text.Json.Serialization;
using Sessions.Filters;

namespace Sessions;

/// <summary>
/// What must hold of a session: made from the members of <see cref="SessionField"/> and joined with <c>&amp;</c>, <c>|</c> and
/// <c>!</c>. Every store gives the same answer. Conditions are immutable and equal by value; the kinds of them are the nested
/// records, and there are no others.
/// </summary>
/// <remarks>
/// <para><b>Two values.</b> A condition holds or does not; there is no "unknown". <c>!</c> is the exact complement.</para>
/// <para><b>Null.</b> A field without a value, a key that is not there and JSON <c>null</c> are all null, and so are tags and
/// channels of which there are none. On null only <see cref="Missing"/>, and what is negated, holds: every comparison, in and
/// like is false, but for <see cref="SessionOperator.NotEqual"/>, which is exactly not <see cref="SessionOperator.Equal"/>.</para>
/// <para><b>Text</b> is compared by Unicode code point, which is the order of its UTF-8 bytes, and never folded: case and
/// trailing spaces count, and nothing is normalised.</para>
/// <para><b>Like</b> matches the whole text: <c>%</c> is any run of characters, <c>_</c> is one code point, <c>\</c> takes the
/// code point behind it as it stands.</para>
/// <para><b>Numbers.</b> Versions and counts are whole numbers of 64 bits, compared exactly. Costs, and numbers in the state and
/// metadata, are IEEE 754 doubles, stored values as well as those they are compared with: <c>1</c>, <c>1.0</c> and <c>1e0</c>
/// are equal, 2^53 and 2^53+1 are equal, 0.1+0.2 is not 0.3, and what lies beyond the range of doubles is the largest of
/// its sign.</para>
/// <para><b>JSON values</b> compare with their own kind: a string with texts, unescaped; a number with numbers; true and false
/// with truths. A value of another kind is not equal, and neither less nor greater. Objects, arrays, and strings that hold
/// U+0000 or half a surrogate pair are only not null.</para>
/// <para><b>Instants</b> are whole microseconds; a value that is finer is cut down to them, as stored instants are.</para>
/// <para><b>Tags and channels</b> have several values: equal, in and like hold when they do for any of them; not equal holds
/// when none is equal.</para>
/// </remarks>
[JsonConverter(typeof(SessionConditionJsonConverter))]
public abstract partial record SessionCondition
{
    /// <summary>How deep conditions may be nested; joined ones of the same kind lie side by side.</summary>
    /// <value>32</value>
    public const int MaxDepth = 32;

    /// <summary>Of how many parts a condition may be made: comparisons as well as what joins and negates them.</summary>
    /// <value>256</value>
    public const int MaxNodes = 256;

    /// <summary>How many values and patterns a condition may name, all together.</summary>
    /// <value>1,000</value>
    public const int MaxValues = 1000;

    private protected SessionCondition()
    {
    }

    /// <summary>Holds of every session: an <see cref="All"/> of nothing.</summary>
    public static SessionCondition Always { get; } = new All([]);

    /// <summary>Holds of no session: an <see cref="Any"/> of nothing.</summary>
    public static SessionCondition Never { get; } = new Any([]);

    internal abstract ConditionSize Size { get; }

    /// <summary>All of these; <see cref="Always"/> when there are none.</summary>
    /// <exception cref="ArgumentException">They are too many or too deep.</exception>
    public static SessionCondition AllOf(params IEnumerable<SessionCondition> conditions)
    {
        var parts = ConditionList.Flatten<All>(conditions, static and => and.Conditions);
        return parts is [var only] ? only : new All(parts);
    }

    /// <summary>Any of these; <see cref="Never"/> when there are none.</summary>
    /// <exception cref="ArgumentException">They are too many or too deep.</exception>
    public static SessionCondition AnyOf(params IEnumerable<SessionCondition> conditions)
    {
        var parts = ConditionList.Flatten<Any>(conditions, static or => or.Conditions);
        return parts is [var only] ? only : new Any(parts);
    }

    /// <summary>Both.</summary>
    public static SessionCondition operator &(SessionCondition left, SessionCondition right) => AllOf(left, right);

    /// <summary>One or the other, or both.</summary>
    public static SessionCondition operator |(SessionCondition left, SessionCondition right) => AnyOf(left, right);

    /// <summary>Not this one.</summary>
    public static SessionCondition operator !(SessionCondition condition) => new Negation(condition);

    /// <summary>Reads the text of a condition, as <see cref="ToString"/> writes it and docs/filters.md describes it.</summary>
    /// <exception cref="FormatException">It is none; the message says where, and what was expected.</exception>
    public static SessionCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ConditionTextReader.Read(text);
    }

    /// <summary>Whether it holds of a session.</summary>
    public bool Matches(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return ConditionEvaluator.Evaluate(this, new SessionFields(session)) == ConditionAnswer.Yes;
    }

    /// <summary>The text of the condition, from which <see cref="Parse"/> makes an equal one.</summary>
    public sealed override string ToString() => ConditionText.Write(this);
}
