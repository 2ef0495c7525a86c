namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>That neither the length of a history nor the number of sessions makes a difference to what is done to one of them.</summary>
internal static class FlatSqlArea
{
    private static readonly Func<BulkDatabase>[] Engines = [static () => new BulkSqlite(), static () => new BulkPostgreSql()];

    public static IEnumerable<Row> Measure() => Engines.SelectMany(Measure);

    private static IEnumerable<Row> Measure(Func<BulkDatabase> engine)
    {
        using (var database = engine())
        {
            foreach (var row in FlatHistory.Measure(database))
            {
                yield return row;
            }
        }

        foreach (var row in FlatRows.Measure(engine))
        {
            yield return row;
        }
    }
}
