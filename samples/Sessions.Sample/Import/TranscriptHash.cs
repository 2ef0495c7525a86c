using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sessions.Sample.Import;

/// <summary>Names the beginning of a transcript by its content.</summary>
internal static class TranscriptHash
{
    public static ImmutableArray<string> Prefixes(ImmutableArray<TranscriptMessage> messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var prefixes = ImmutableArray.CreateBuilder<string>(messages.Length + 1);
        prefixes.Add(Current(hash));
        foreach (var message in messages)
        {
            Add(hash, message.Role.ToString());
            Add(hash, message.Content);
            Add(hash, message.ToolName);
            Add(hash, message.Answers?.Place);
            Add(hash, message.Payload?.ToString());
            prefixes.Add(Current(hash));
        }

        return prefixes.MoveToImmutable();
    }

    /// <summary>A short hash of a name, for an id that must be safe and still its own.</summary>
    public static string Short(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())).AsSpan(0, 6));

    private static string Current(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, 16));

    // With its length, so that no two different messages read the same.
    private static void Add(IncrementalHash hash, string? text)
    {
        hash.AppendData(BitConverter.GetBytes(text?.Length ?? -1));
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
