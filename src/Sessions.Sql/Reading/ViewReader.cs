using System.Buffers;
using System.Text;
using Sessions.Serialization;

namespace Sessions.Sql;

/// <summary>Reads views and values from columns.</summary>
internal static class ViewReader
{
    /// <summary>A view as it stands in a row, without the state.</summary>
    /// <exception cref="SessionDamagedException">It does not read.</exception>
    public static Session Read(SessionKey key, string json)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return ViewJson.Read(utf8.AsSpan(0, Encoding.UTF8.GetBytes(json, utf8)));
        }
        catch (LineFormatException error)
        {
            throw SqlErrors.Damaged(key, "sessions", error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>A value that was checked when it was written.</summary>
    public static JsonText Value(string json) => JsonText.Trusted(Encoding.UTF8.GetBytes(json));
}
