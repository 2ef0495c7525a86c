using Sessions.TestServers;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Schema;

[RequiresMariaDb]
public sealed class MariaDbPlanTests(ITestOutputHelper output) : PlanTests("mysql", "EXPLAIN", "|sessions|ALL|", output)
{
    protected override string Numbers => "";

    protected override string Source => $"(SELECT seq AS n FROM seq_1_to_{UpTo}) AS numbers";

    protected override string Analyze => "ANALYZE TABLE sessions, session_tags";

    protected override string NotPinned => "0";

    protected override string After(string seconds) => $"TIMESTAMPADD(SECOND, {seconds}, '2026-01-01 00:00:00')";

    protected override string Text(string number) => $"({number})";

    protected override string Concat(string left, string right) => $"CONCAT({left}, {right})";
}
