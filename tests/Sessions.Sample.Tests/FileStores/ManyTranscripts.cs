using System.Text.Json;

namespace Sessions.Sample.Tests.FileStores;

/// <summary>A file of many transcripts, each of several commits.</summary>
internal static class ManyTranscripts
{
    private const int Count = 1200;

    /// <summary>Writes it.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="turns">How many calls of a tool each holds.</param>
    /// <returns>The totals that it comes to.</returns>
    public static async Task<string> WriteAsync(string path, int turns = 15)
    {
        await using var stream = File.Create(path);
        await using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartArray();
        for (var i = 0; i < Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("task_id", $"a-name-that-fills-the-line-of-the-importer-{i}");
            writer.WriteNumber("trial", 0);
            writer.WriteStartArray("traj");
            for (var turn = 0; turn < turns; turn++)
            {
                WriteCall(writer, i, turn);
                WriteResult(writer, turn);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return $"sessions={Count} messages={Count * turns * 2} invocations={Count * turns}";
    }

    private static void WriteCall(Utf8JsonWriter writer, int transcript, int turn)
    {
        writer.WriteStartObject();
        writer.WriteString("role", "assistant");
        writer.WriteNull("content");
        writer.WriteStartArray("tool_calls");
        writer.WriteStartObject();
        writer.WriteString("id", "same");
        writer.WriteStartObject("function");
        writer.WriteString("name", $"tool_{turn % 3}");
        writer.WriteString("arguments", $$"""{"transcript":{{transcript}},"turn":{{turn}}}""");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, int turn)
    {
        writer.WriteStartObject();
        writer.WriteString("role", "tool");
        writer.WriteString("tool_call_id", "same");
        writer.WriteString("content", $"result {turn}");
        writer.WriteEndObject();
    }
}
