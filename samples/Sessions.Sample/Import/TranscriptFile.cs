using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sessions.Sample.Import;

/// <summary>Reads a file of transcripts, the whole of it before anything is written, so that a bad file changes nothing.</summary>
internal static class TranscriptFile
{
    private static readonly string[] Described = ["task_id", "trial", "reward"];

    public static async Task<IReadOnlyList<Transcript>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new TranscriptException($"{path} is not JSON: {error.Message}", error);
        }
        catch (TranscriptException error)
        {
            throw new TranscriptException($"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TranscriptException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static List<Transcript> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new TranscriptException($"A file of transcripts is an array of objects; this one is {Words.For(root)}.");
        }

        var ids = new TranscriptIds();
        var transcripts = new List<Transcript>();
        foreach (var item in root.EnumerateArray())
        {
            var position = transcripts.Count + 1;
            try
            {
                transcripts.Add(Read(item, position, ids));
            }
            catch (Exception error) when (error is TranscriptException or InvalidOperationException or FormatException)
            {
                // The other two: half a surrogate pair in a text, which has no form that a store could give back.
                throw new TranscriptException($"Transcript {position}: {error.Message}", error);
            }
        }

        return transcripts;
    }

    private static Transcript Read(JsonElement item, int position, TranscriptIds ids)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new TranscriptException($"expected an object, found {Words.For(item)}.");
        }

        if (!item.TryGetProperty("traj", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            throw new TranscriptException("\"traj\", the list of its messages, is missing or no list.");
        }

        var metadata = new Dictionary<string, JsonText>(StringComparer.Ordinal);
        foreach (var name in Described)
        {
            if (item.TryGetProperty(name, out var value))
            {
                metadata[name] = JsonText.Parse(JsonMarshal.GetRawUtf8Value(value));
            }
        }

        var reader = new MessageReader();
        ImmutableArray<TranscriptMessage> read = [.. messages.EnumerateArray().Select(reader.Read)];
        var transcript = new Transcript("", metadata, read);
        return transcript with { SessionId = ids.Next(item, position, transcript.Prefixes[^1]) };
    }
}
