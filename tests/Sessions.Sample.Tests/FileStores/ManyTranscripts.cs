using System.Text.Json;
using Sessions.Tests.Processes;

namespace Sessions.Sample.Tests.FileStores;

/// <summary>A file of many transcripts, some of which take more than one commit.</summary>
internal static class ManyTranscripts
{
    private const int TurnsOfLong = 15;

    // What the importer says of them must be more than a pipe holds: half as many do with names as long as a session's id may be.
    private static readonly int Count = TestSeed.Long ? 1200 : 600;
    private static readonly string Name = $"a-name-that-fills-the-line-of-the-importer-{new string('x', 75)}";

    /// <summary>Writes it.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="turns">How many calls of a tool most of them hold; every tenth is long.</param>
    /// <returns>The totals that it comes to.</returns>
    public static async Task<string> WriteAsync(string path, int turns)
    {
        await using var stream = File.Create(path);
        await using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartArray();
        var calls = 0;
        for (var i = 0; i < Count; i++)
        {
            var own = i % 10 == 0 ? TurnsOfLong : turns;
            calls += own;
            writer.WriteStartObject();
            writer.WriteString("task_id", $"{Name}-{i}");
            writer.WriteNumber("trial", 0);
            writer.WriteStartArray("traj");
            for (var turn = 0; turn < own; turn++)
            {
                WriteCall(writer, i, turn);
                WriteResult(writer, turn);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        return $"sessions={Count} messages={calls * 2} invocations={calls}";
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
