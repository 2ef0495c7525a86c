using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Schema;

public sealed class SqlitePlanTests(ITestOutputHelper output) : PlanTests("sqlite", "EXPLAIN QUERY PLAN", "|SCAN sessions", output)
{
    protected override string Numbers =>
        $"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {UpTo})";

    // As a database is that nobody has analyzed: SQLite does not by itself.
    protected override string Analyze => "SELECT 1";

    protected override string NotPinned => "0";

    protected override string After(string seconds) => $"strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01', '+' || ({seconds}) || ' seconds')";

    protected override string Text(string number) => $"({number})";
}
