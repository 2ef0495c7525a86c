using System.Buffers;
using System.Text.Json;

namespace Sessions.Sample.Import;

/// <summary>
/// Gives each transcript of a file the id of its session: the same in every run, so that a transcript is never imported twice.
/// </summary>
internal sealed class TranscriptIds
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The id of the object at a position, counted from one.</summary>
    /// <param name="item">The object.</param>
    /// <param name="position">Where it stands in the file.</param>
    /// <param name="content">A hash of its messages.</param>
    public string Next(JsonElement item, int position, string content)
    {
        // Positions repeat from file to file; the content tells their transcripts apart.
        var byPosition = $"import-p{position}-{TranscriptHash.Short(content)}";
        var id = Part(item, "task_id") is { } task && Part(item, "trial") is { } trial ? MakeSafe($"import-{task}-{trial}") : byPosition;
        if (_taken.Add(id))
        {
            return id;
        }

        _taken.Add(byPosition);
        return byPosition;
    }

    private static string? Part(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return text is "" ? null : text;
    }

    private static string MakeSafe(string id)
    {
        if (id.Length <= MaxLength && !id.AsSpan().ContainsAnyExcept(Safe))
        {
            return id;
        }

        var hash = TranscriptHash.Short(id);
        var safe = string.Create(Math.Min(id.Length, MaxLength - hash.Length - 1), id, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Safe.Contains(from[i]) ? from[i] : '_';
            }
        });
        return $"{safe}-{hash}";
    }
}
