using System.Globalization;
using Sessions.Filters;

namespace Sessions;

/// <summary>
/// A value that a <see cref="SessionCondition"/> compares with. Made by conversion from <see cref="string"/>,
/// <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>,
/// <see cref="SessionStatus"/> or <see cref="Channel"/>.
/// </summary>
/// <remarks>
/// Equal values are of the same kind: the whole number 1 and the double 1 are not equal here, though a condition on a field of
/// doubles turns the one into the other. Zero has one sign.
/// </remarks>
public readonly struct SessionValue : IEquatable<SessionValue>
{
    /// <summary>How long a text or a pattern in a condition may be, in UTF-16 units.</summary>
    /// <value>4,096</value>
    public const int MaxTextLength = 4096;

    private readonly string? _text;
    private readonly long _bits;

    private SessionValue(SessionValueKind kind, long bits, string? text = null)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    /// <summary>What it is.</summary>
    public SessionValueKind Kind { get; }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public string AsText() => Of(SessionValueKind.Text)._text!;

    /// <summary>The whole number.</summary>
    /// <exception cref="InvalidOperationException">It is no whole number.</exception>
    public long AsWhole() => Of(SessionValueKind.WholeNumber)._bits;

    /// <summary>The number: finite, and never the negative zero.</summary>
    /// <exception cref="InvalidOperationException">It is no number.</exception>
    public double AsNumber() => BitConverter.Int64BitsToDouble(Of(SessionValueKind.Number)._bits);

    /// <summary>The truth.</summary>
    /// <exception cref="InvalidOperationException">It is neither true nor false.</exception>
    public bool AsTruth() => Of(SessionValueKind.Truth)._bits != 0;

    /// <summary>The instant (UTC), in whole microseconds.</summary>
    /// <exception cref="InvalidOperationException">It is no instant.</exception>
    public DateTimeOffset AsInstant() => Instants.ToOffset(Of(SessionValueKind.Instant)._bits);

    /// <summary>The status.</summary>
    /// <exception cref="InvalidOperationException">It is no status.</exception>
    public SessionStatus AsStatus() => (SessionStatus)Of(SessionValueKind.Status)._bits;

    /// <summary>
    /// What conditions see of a JSON value: a text (unescaped), a number, a truth, nothing, or an opaque value. A store that
    /// keeps values in columns of their own fills them from here.
    /// </summary>
    /// <remarks>
    /// A number is the nearest double; beyond the range of doubles it is the largest of its sign. A string with U+0000 or half a
    /// surrogate pair is opaque.
    /// </remarks>
    public static SessionValue FromJson(JsonText value) => JsonScalar.Read(value.Utf8);

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxTextLength"/>, or holds U+0000 or half a surrogate pair.</exception>
    public static SessionValue FromText(string value) => new(SessionValueKind.Text, 0, OperandRules.Text(value, nameof(value)));

    /// <summary>A whole number; the nearest double where the field is of doubles.</summary>
    public static SessionValue FromWhole(long value) => new(SessionValueKind.WholeNumber, value);

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    public static SessionValue FromNumber(double value) => double.IsFinite(value)
        ? OfFinite(value)
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, "No session's number is infinite or not a number; compare with a finite one.");

    /// <summary>True or false.</summary>
    public static SessionValue FromTruth(bool value) => new(SessionValueKind.Truth, value ? 1 : 0);

    /// <summary>An instant, cut down to whole microseconds as every stored instant is.</summary>
    public static SessionValue FromInstant(DateTimeOffset value) => OfTicks(Instants.From(value));

    /// <summary>A status.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such status.</exception>
    public static SessionValue FromStatus(SessionStatus value) => value is >= SessionStatus.Active and <= SessionStatus.Abandoned
        ? new(SessionValueKind.Status, (long)value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A status is Active, Paused, Completed, Failed or Abandoned.");

    /// <summary>A text.</summary>
    public static implicit operator SessionValue(string value) => FromText(value);

    /// <summary>A whole number.</summary>
    public static implicit operator SessionValue(long value) => FromWhole(value);

    /// <summary>A number.</summary>
    public static implicit operator SessionValue(double value) => FromNumber(value);

    /// <summary>A number: the nearest double.</summary>
    public static implicit operator SessionValue(decimal value) => OfFinite(Doubles.Nearest(value));

    /// <summary>True or false.</summary>
    public static implicit operator SessionValue(bool value) => FromTruth(value);

    /// <summary>An instant.</summary>
    public static implicit operator SessionValue(DateTimeOffset value) => FromInstant(value);

    /// <summary>A status.</summary>
    public static implicit operator SessionValue(SessionStatus value) => FromStatus(value);

    /// <summary>The name of a channel, as a text.</summary>
    public static implicit operator SessionValue(Channel value) => FromText(value.Name);

    /// <inheritdoc/>
    public bool Equals(SessionValue other) =>
        Kind == other.Kind && _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _text is null ? 0 : string.GetHashCode(_text, StringComparison.Ordinal));

    /// <summary>The value as it stands in the text of a condition.</summary>
    public override string ToString() => Kind switch
    {
        SessionValueKind.Null => "null",
        SessionValueKind.Opaque => "opaque",
        _ => ConditionText.Write(this),
    };

    /// <summary>Whether both are the same value of the same kind.</summary>
    public static bool operator ==(SessionValue left, SessionValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(SessionValue left, SessionValue right) => !left.Equals(right);

    internal static SessionValue Opaque => new(SessionValueKind.Opaque, 0);

    /// <summary>A text of a session, of any length.</summary>
    internal static SessionValue OfStored(string? text) => text is null ? default : new(SessionValueKind.Text, 0, text);

    /// <summary>An instant of a session, in ticks.</summary>
    internal static SessionValue OfTicks(long ticks) => new(SessionValueKind.Instant, ticks);

    // Adding zero takes the sign off the negative one.
    internal static SessionValue OfFinite(double value) => new(SessionValueKind.Number, BitConverter.DoubleToInt64Bits(value + 0.0));

    /// <summary>The order of two values of one kind that has an order.</summary>
    internal static int Compare(in SessionValue left, in SessionValue right) => left.Kind switch
    {
        SessionValueKind.Text => CodePointOrder.Compare(left._text!, right._text!),
        SessionValueKind.Number => left.AsNumber().CompareTo(right.AsNumber()),
        _ => left._bits.CompareTo(right._bits),
    };

    private SessionValue Of(SessionValueKind kind) => Kind == kind
        ? this
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The value is of the kind {Kind}, not {kind}."));
}
