namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Speed of the JSONL store on 200-byte messages, beside the bare work on the same disk.</summary>
internal static class JsonlArea
{
    public static IEnumerable<Row> Measure() => WriteArea.Measure().Concat(ReadArea.Measure()).Concat(FlushArea.Measure());
}
