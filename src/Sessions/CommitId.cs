using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Sessions;

/// <summary>
/// The name of one commit, made by the client before the commit is sent, so that an outcome that stayed unknown can be
/// looked up. Unique over processes and machines: 88 random bits for each process, and a counter.
/// </summary>
public readonly record struct CommitId(UInt128 Value)
{
    private const int NumberBits = 40;

    private static readonly UInt128 Writer = (UInt128)BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) << 64
        | (UInt128)BinaryPrimitives.ReadUInt32LittleEndian([.. RandomNumberGenerator.GetBytes(3), 0]) << NumberBits;

    // Threads take numbers by the block: one counter for every commit would be passed between their caches for each.
    private const int Block = 64;

    private static long _blocks;

    [ThreadStatic]
    private static long _next;

    /// <summary>A name that was never given before.</summary>
    public static CommitId New()
    {
        // Blocks begin at multiples of their length: there, a thread has used its own up, or has none yet.
        if (_next % Block == 0)
        {
            _next = Interlocked.Increment(ref _blocks) * Block;
        }

        return new CommitId(Writer | (UInt128)(ulong)_next++);
    }

    /// <summary>The number by which this process knows a name of its own; never zero.</summary>
    internal bool TryGetNumber(out long number)
    {
        number = (long)(ulong)(Value ^ Writer);
        return (Value ^ Writer) >> NumberBits == 0 && number > 0;
    }

    internal static CommitId FromNumber(long number) => new(Writer | (UInt128)(ulong)number);

    /// <summary>Reads the 32 hexadecimal digits that <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">The text is not 32 hexadecimal digits.</exception>
    public static CommitId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 32)
        {
            throw new FormatException($"A commit id is 32 hexadecimal digits; this one has {text.Length} characters.");
        }

        return UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new CommitId(value)
            : throw new FormatException("A commit id is 32 hexadecimal digits; this one has other characters among them.");
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
