using System.Text.Json;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>
/// Opens a file, reads its last lines and takes the message out of each: what a person would write who has only this to do,
/// and trusts the file.
/// </summary>
internal static class HandReader
{
    private const int Enough = 32 * 1024;

    [ThreadStatic]
    private static byte[]? t_buffer;

    public static Message[] ReadLast(string path, int count)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var buffer = t_buffer ??= new byte[Enough];
        var held = buffer.AsSpan(0, RandomAccess.Read(file, buffer, Math.Max(0, length - Enough)));
        var messages = new Message[count];
        for (var i = count - 1; i >= 0; i--)
        {
            var start = held[..^1].LastIndexOf((byte)'\n') + 1;
            messages[i] = Parse(held[start..]);
            held = held[..start];
        }

        return messages;
    }

    private static Message Parse(ReadOnlySpan<byte> line)
    {
        var role = "";
        var text = "";
        var at = default(DateTime);
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("t"u8))
            {
                reader.Read();
                at = reader.GetDateTime();
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                reader.Read();
                role = reader.ValueTextEquals("user"u8) ? "user" : reader.GetString()!;
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text = reader.GetString()!;
            }
        }

        return new Message(role, text, at);
    }

    internal sealed record Message(string Role, string Text, DateTime At);
}
