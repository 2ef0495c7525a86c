namespace Sessions.Benchmarks.Quick;

/// <summary>Writes each row as soon as it is known.</summary>
internal sealed class Table(TextWriter output)
{
    public int Rows { get; private set; }

    public int Missed { get; private set; }

    public void Head()
    {
        output.WriteLine($"| {"area",-11} | {"operation",-50} | {"ours",10} | {"raw limit",10} | {"ratio",8} | {"target",-11} | met |");
        output.WriteLine($"|{new string('-', 13)}|{new string('-', 52)}|{new string('-', 12)}|{new string('-', 12)}|{new string('-', 10)}|{new string('-', 13)}|-----|");
    }

    public void Write(string area, Row row)
    {
        output.WriteLine(
            $"| {area,-11} | {row.Operation,-50} | {row.Ours,10} | {row.Limit,10} | {row.Ratio,8} | {row.Target,-11} | {(row.Met ? "yes" : "NO"),-3} |");
        Rows++;
        Missed += row.Met ? 0 : 1;
    }
}
