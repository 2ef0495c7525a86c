using System.Runtime.CompilerServices;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class CatalogLine
{
    /// <summary>
    /// Reads a summary or a mark that looks just as this build writes it, a third of the general reader's work. A new process
    /// reads a hundred thousand of them before the runtime has got round to optimising anything, hence the attributes.
    /// </summary>
    /// <returns>False when anything is different: then the general reader says what it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadPlain(ReadOnlySpan<byte> line)
    {
        var rest = line[..^(LineChecksum.SuffixLength + 1)];
        var isSum = Skip(ref rest, "{\"f\":1,\"sum\":\""u8);
        if (!(isSum || Skip(ref rest, "{\"f\":1,\"mark\":\""u8)) || !TryText(ref rest, out var id))
        {
            return false;
        }

        Record = isSum ? CatalogRecord.Sum : CatalogRecord.Mark;
        _id = System.Text.Encoding.UTF8.GetString(id);
        if (Skip(ref rest, ",\"p\":\""u8))
        {
            if (!TryText(ref rest, out var partition))
            {
                return false;
            }

            _partition = _pool.Get(partition);
        }

        if (!isSum)
        {
            return TryWriter(ref rest) && rest.IsEmpty;
        }

        if (!Skip(ref rest, ",\"inc\":\""u8) || !TryText(ref rest, out var incarnation)
            || !Skip(ref rest, ",\"n\":"u8) || !TryNumber(ref rest, out _version))
        {
            return false;
        }

        _incarnation = System.Text.Encoding.UTF8.GetString(incarnation);
        if (Skip(ref rest, ",\"u\":\""u8))
        {
            if (!TryText(ref rest, out var user))
            {
                return false;
            }

            _user = _pool.Get(user);
        }

        if (!TryInstant(ref rest, ",\"ct\":"u8, ref _created) || !TryInstant(ref rest, ",\"ut\":"u8, ref _updated)
            || !TryInstant(ref rest, ",\"lt\":"u8, ref _lastUsed) || !TryInstant(ref rest, ",\"et\":"u8, ref _expiry)
            || !TryInstant(ref rest, ",\"ft\":"u8, ref _finished))
        {
            return false;
        }

        if (Skip(ref rest, ",\"st\":"u8))
        {
            if (!TryNumber(ref rest, out var status))
            {
                return false;
            }

            _status = (int)status;
        }

        _pinned = Skip(ref rest, ",\"pin\":true"u8);
        if (!TryTexts(ref rest, ",\"ch\":["u8, ref _channels) || !TryTexts(ref rest, ",\"tags\":["u8, ref _tags))
        {
            return false;
        }

        return TryWriter(ref rest) && rest.IsEmpty;
    }

    private bool TryWriter(ref ReadOnlySpan<byte> rest)
    {
        if (!Skip(ref rest, ",\"w\":\""u8))
        {
            return true;
        }

        if (!TryText(ref rest, out var writer))
        {
            return false;
        }

        Writer = _pool.Get(writer);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
        {
            return false;
        }

        rest = rest[expected.Length..];
        return true;
    }

    /// <summary>A text without escapes, and its closing quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || rest[end] != (byte)'"')
        {
            text = default;
            return false;
        }

        text = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Up to eighteen digits: what is longer is left to the general reader.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out long value)
    {
        value = 0;
        var digits = 0;
        while (digits < rest.Length && (uint)(rest[digits] - '0') <= 9)
        {
            value = (value * 10) + (rest[digits++] - '0');
            if (digits > 18)
            {
                return false;
            }
        }

        rest = rest[digits..];
        return digits > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryInstant(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, ref long instant)
    {
        if (!Skip(ref rest, name))
        {
            return true;
        }

        if (!TryNumber(ref rest, out var microseconds))
        {
            return false;
        }

        instant = ToTicks(microseconds);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryTexts(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, ref string[] texts)
    {
        if (!Skip(ref rest, name))
        {
            return true;
        }

        _texts.Clear();
        do
        {
            if (!Skip(ref rest, "\""u8) || !TryText(ref rest, out var text))
            {
                return false;
            }

            _texts.Add(_pool.Get(text));
        }
        while (Skip(ref rest, ","u8));

        texts = Shared();
        return Skip(ref rest, "]"u8);
    }
}
