using FluentAssertions;
using Sessions.Stores;
using Sessions.Testing;
using Sessions.TestServers;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Schema;

[RequiresPostgreSql]
public sealed class PostgreSqlPlanTests(ITestOutputHelper output) : PlanTests("postgres", "EXPLAIN", "Seq Scan on sessions", output)
{
    [ConformanceFact]
    public async Task A_cleanup_goes_by_its_indexes_whatever_the_planner_believes_to_be_due()
    {
        await using var database = await Engine.CreateAsync("postgres");
        await using (var store = database.Open())
        {
            await store.MigrateAsync();
        }

        await FillAsync(database);
        await database.ExecuteAsync(
            "UPDATE sessions SET expires_at = '2026-01-01 00:00:00+00', expires_roughly = '2026-01-01 00:00:00', finished_at = '2026-01-01 00:00:00+00' WHERE user_id < 'user-5'", Analyze);
        var due = new SqlStatements(new PostgreSqlDialect(), "clock_timestamp()").Due(new CleanupRule { FinishedFor = TimeSpan.FromDays(30) });
        await using var slot = new SqlConnectionSlot(await database.ConnectAsync(), new PostgreSqlDialect(), prepares: false);
        await using var command = slot.Command(
            due with { Text = $"EXPLAIN {due.Text}" }, null, Start.AddDays(100).UtcDateTime, Start.AddDays(70).UtcDateTime, DBNull.Value, 1000L);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        string.Join('\n', plan).Should().Contain("sessions_by_expiry").And.Contain("sessions_by_finish").And.NotContain("Seq Scan").And.NotContain("Sort");
    }

    protected override string Numbers => $"WITH numbers AS (SELECT n FROM generate_series(1, {UpTo}) n)";

    protected override string Analyze => "ANALYZE";

    protected override string NotPinned => "false";

    protected override string After(string seconds) => $"TIMESTAMPTZ '2026-01-01 00:00:00+00' + ({seconds}) * INTERVAL '1 second'";

    protected override string Text(string number) => $"({number})::text";
}
