using FluentAssertions;
using Sessions.Stores;
using Sessions.Testing;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Schema;

/// <summary>Lists by user, status, tag and time go by an index, by the engine's own word, where there is enough to choose from.</summary>
public abstract class PlanTests(string engine, string explain, string scan, ITestOutputHelper output)
{
    private const int Sessions = 20_000;

    private protected static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, SessionQuery Query, string[] Indexes)[] Lists =
    [
        ("newest", new SessionQuery(), ["sessions_by_update"]),
        ("oldest", new SessionQuery { Order = SessionOrder.OldestUpdated }, ["sessions_by_update"]),
        ("created lately", new SessionQuery { Order = SessionOrder.NewestCreated, Filter = new SessionFilter { CreatedFrom = Start.AddDays(4) } }, ["sessions_by_creation"]),
        ("changed lately", new SessionQuery { Filter = new SessionFilter { UpdatedFrom = Start.AddDays(4) } }, ["sessions_by_update"]),
        ("of a user", new SessionQuery { Filter = new SessionFilter { UserId = "user-7" } }, ["sessions_by_user"]),
        ("of a user, everywhere", new SessionQuery { Partition = null, Filter = new SessionFilter { UserId = "user-7" } }, ["sessions_by_user"]),
        ("of a status", new SessionQuery { Filter = new SessionFilter { Statuses = [SessionStatus.Failed] } }, ["sessions_by_status"]),
        ("of a tag", new SessionQuery { Filter = new SessionFilter { AllTags = ["rare"] } }, ["session_tags_by_tag"]),
        ("of any of some tags", new SessionQuery { Filter = new SessionFilter { AnyTags = ["rare", "other"] } }, ["session_tags_by_tag"]),
        ("of a tag, by condition", new SessionQuery { Filter = new SessionFilter { Where = SessionField.Tags.EqualTo("rare") } }, ["session_tags_by_tag"]),
        ("by id", new SessionQuery { Order = SessionOrder.Id }, ["sessions_pkey", "PRIMARY", "sqlite_autoindex_sessions_1"]),
        ("by id, of a partition", new SessionQuery { Partition = "p", Order = SessionOrder.Id }, ["sessions_pkey", "PRIMARY", "sqlite_autoindex_sessions_1", "sessions_by_creation"]),
    ];

    [ConformanceFact]
    public async Task Lists_go_by_an_index()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using (var store = database.Open())
        {
            await store.MigrateAsync();
        }

        await FillAsync(database);
        var wrong = new List<string>();
        foreach (var (name, query, indexes) in Lists)
        {
            var plan = await ExplainAsync(database, query);
            output.WriteLine($"{name}\n{plan}\n");
            if (!indexes.Any(index => plan.Contains(index, StringComparison.Ordinal)) || plan.Contains(scan, StringComparison.Ordinal))
            {
                wrong.Add($"{name}\n{plan}");
            }
        }

        string.Join('\n', wrong).Should().BeEmpty();
    }

    protected abstract string Numbers { get; }

    protected virtual string Source => "numbers";

    protected const string Updated = "n * 20";

    protected const string Expiring = "400000000 + n";

    protected abstract string After(string seconds);

    protected abstract string Text(string number);

    protected abstract string Analyze { get; }

    protected abstract string NotPinned { get; }

    private protected async Task FillAsync(Engine database)
    {
        var name = Concat("'session-'", Text("n"));
        (string Name, string Value)[] rough = SqlDialect.Of(database.Kind) is { Roughness: not null } dialect
            ? [("updated_roughly", dialect.Roughly(After(Updated))), ("expires_roughly", dialect.Roughly(After(Expiring)))]
            : [];
        await database.ExecuteAsync(
            $"""
            INSERT INTO sessions (session, space, partition_name, id, incarnation, revision, version, era, user_id, status, created_at, created_by, updated_at,
              last_used_at, channel, expires_at, pinned, messages, invocations, failed_invocations, tokens, cost, lease_token, folded_view{string.Concat(rough.Select(static column => $", {column.Name}"))})
            {Numbers}
            SELECT {name}, '', '', {name}, {name}, 1, 1, 0, {Concat("'user-'", Text("n % 1000"))}, CASE WHEN n % 200 = 0 THEN 'failed' ELSE 'active' END,
              {After("n * 20")}, 'api', {After("n * 20")}, {After(Updated)}, 'api', {After(Expiring)}, {NotPinned}, 0, 0, 0, 0, 0, 0, {Filler}{string.Concat(rough.Select(static column => $", {column.Value}"))} FROM {Source}
            """,
            $"""
            INSERT INTO session_tags (session, tag)
            {Numbers}
            SELECT {name}, CASE WHEN n % 500 = 0 THEN 'rare' WHEN n % 500 = 1 THEN 'other' ELSE 'often' END FROM {Source}
            """,
            Analyze);
    }

    /// <summary>As long as a view is.</summary>
    private static string Filler => $"'{{\"filler\":\"{new string('x', 500)}\"}}'";

    protected virtual string Concat(string left, string right) => $"{left} || {right}";

    protected static string UpTo => $"{Sessions}";

    private async Task<string> ExplainAsync(Engine database, SessionQuery query)
    {
        var dialect = SqlDialect.Of(database.Kind);
        var sql = new SqlQuery(dialect, new SqlClock(engine == "sqlite" ? TimeProvider.System : null, dialect));
        sql.Page(query, null);
        await using var slot = new SqlConnectionSlot(await database.ConnectAsync(), dialect, prepares: false);
        await using var command = sql.Command(slot);
        command.CommandText = $"{explain} {command.CommandText}";
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
        }

        return string.Join('\n', lines);
    }
}
