using Sessions.TestServers;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Schema;

[RequiresPostgreSql]
public sealed class PostgreSqlPlanTests(ITestOutputHelper output) : PlanTests("postgres", "EXPLAIN", "Seq Scan on sessions", output)
{
    protected override string Numbers => $"WITH numbers AS (SELECT n FROM generate_series(1, {UpTo}) n)";

    protected override string Analyze => "ANALYZE";

    protected override string NotPinned => "false";

    protected override string After(string seconds) => $"TIMESTAMPTZ '2026-01-01 00:00:00+00' + ({seconds}) * INTERVAL '1 second'";

    protected override string Text(string number) => $"({number})::text";
}
