using System.Globalization;

namespace Sessions.TestProcess.Torture;

/// <summary>What names one commit that was made under a lease.</summary>
/// <param name="Token">The lease's fencing token.</param>
/// <param name="Holder">Who had the lease.</param>
/// <param name="Number">Which of the commits of this holder: 1, 2, 3, …</param>
internal readonly record struct FencedMark(long Token, string Holder, int Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static FencedMark Parse(string text)
    {
        var parts = text.Split('/');
        return new FencedMark(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Token}/{Holder}/{Number}");
}
