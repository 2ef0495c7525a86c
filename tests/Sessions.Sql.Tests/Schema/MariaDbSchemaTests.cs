using FluentAssertions;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Schema;

[RequiresMariaDb]
public sealed class MariaDbSchemaTests() : SchemaTests(
    "mysql",
    "SELECT table_comment FROM information_schema.tables WHERE table_schema = DATABASE() UNION ALL SELECT column_comment FROM information_schema.columns WHERE table_schema = DATABASE()")
{
    /// <summary>The one script names a collation for each of the two engines; names that differ in a space at the end must not meet.</summary>
    [MariaDbFact]
    public async Task Spaces_at_the_end_of_a_name_count()
    {
        await using var database = await Engine.CreateAsync("mysql");
        await using var store = database.Open();
        await store.MigrateAsync();
        (await database.QueryAsync("SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = DATABASE() AND collation_name IS NOT NULL"))
            .Should().Equal("utf8mb4_nopad_bin");
    }

    /// <summary>Each statement is a transaction of its own here, so a death may come after any of them.</summary>
    [MariaDbFact]
    public async Task What_a_death_left_half_made_is_completed()
    {
        var dialect = SqlDialect.Of(SqlEngine.MySql);
        string[] statements = [.. SqlMigrations.Versions(dialect), .. SqlMigrations.Of(dialect).SelectMany(static step => step)];
        for (var made = 1; made <= statements.Length; made++)
        {
            await using var database = await Engine.CreateAsync("mysql");
            await database.ExecuteAsync(statements.Take(made));
            await using var store = database.Open();
            await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
            (await database.QueryAsync("SELECT version FROM session_schema")).Should().Equal("1");
        }
    }
}
