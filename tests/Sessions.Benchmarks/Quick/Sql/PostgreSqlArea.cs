using System.Diagnostics;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.TestServers;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>Commits to PostgreSQL, beside pgbench with one prepared insert on the same server, and reading beside the bare prepared query.</summary>
internal static class PostgreSqlArea
{
    private const int Rounds = 5;
    private const int Many = 64;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static IEnumerable<Row> Measure() => MeasureAsync().GetAwaiter().GetResult();

    private static async Task<List<Row>> MeasureAsync()
    {
        if (PostgreSqlServer.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.SocketConnectionString);
        await using var store = PostgreSqlStores.Open(database.SocketConnectionString);
        var manager = new SessionManager(store);
        var ids = Enumerable.Range(0, Many).Select(static i => $"session-{i}").ToArray();
        foreach (var id in ids)
        {
            await manager.CreateAsync(new NewSession { Id = id });
            await manager.AppendMessagesAsync(id, Enumerable.Repeat(Sample.Message, 100));
        }

        await using (var table = source.CreateCommand("CREATE TABLE bare (id bigserial PRIMARY KEY, session text NOT NULL, role text NOT NULL, content text NOT NULL)"))
        {
            await table.ExecuteNonQueryAsync();
        }

        await using var group = await BarePostgreSqlGroup.CreateAsync(source, Many);
        using var pgbench = new PgBench(database, $"INSERT INTO bare (session, role, content) VALUES ('session-0', 'user', '{Sample.Text}');");
        var next = 0;

        // One caller by himself first: 64 callers leave behind threads that look for work, and a session's row in many versions.
        var alone = await MediansAsync(
            async () => Rate(1, () => manager.AppendMessageAsync(ids[1], Sample.Message).AsTask()),
            async () => pgbench.Run(1, Turn));
        var many = await MediansAsync(
            async () => Rate(Many, () => manager.AppendMessageAsync(ids[0], Sample.Message).AsTask()),
            async () => pgbench.Run(Many, Turn),
            async () => Rate(Many, () => manager.AppendMessageAsync(ids[Interlocked.Increment(ref next) % Many], Sample.Message).AsTask()),
            async () => Many * Rate(1, () =>
            {
                group.Commit();
                return Task.CompletedTask;
            }));
        var reading = await MediansAsync(
            async () => Rate(1, () => manager.ReadNewestMessagesAsync(ids[1], 50).AsTask()),
            () => BareReadAsync(source));
        return
        [
            Compare.Share("postgres: one caller, of pgbench with one client", alone[0], alone[1], atLeast: 0.7),
            Compare.Share($"postgres: {Many} callers on one session, of pgbench with {Many}", many[0], many[1], atLeast: 2),
            Compare.Share($"postgres: {Many} callers on {Many} sessions, of pgbench with {Many}", many[2], many[1], atLeast: 2),
            Compare.Share($"postgres: {Many} callers on {Many} sessions, of a bare writer who gathers", many[2], many[3], atLeast: 0.4),
            Compare.Share("postgres: newest 50, of the bare prepared query", reading[0], reading[1], atLeast: 0.7),
        ];
    }

    /// <summary>The medians of several rates, taken in turns, after a first turn that does not count.</summary>
    private static async Task<Figure[]> MediansAsync(params Func<Task<double>>[] measures)
    {
        var rates = measures.Select(static _ => new List<double>()).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < measures.Length; i++)
            {
                var rate = await measures[i]();
                if (round >= 0)
                {
                    rates[i].Add(rate);
                }
            }
        }

        return [.. rates.Select(static taken => new Figure(1e9 / taken.Order().ElementAt(taken.Count / 2), 0))];
    }

    /// <summary>How many operations a second some callers get done.</summary>
    private static double Rate(int callers, Func<Task> operation)
    {
        var done = 0L;
        var begun = Stopwatch.GetTimestamp();
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < Turn)
            {
                await operation().ConfigureAwait(false);
                Interlocked.Increment(ref done);
            }
        }))).GetAwaiter().GetResult();
        return done / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double> BareReadAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT ordinal, version, at, channel, role, content, tool, invocation_id, payload FROM session_events WHERE session = @session AND chat = 'main' AND ordinal IS NOT NULL ORDER BY ordinal DESC LIMIT 50";
        command.Parameters.AddWithValue("session", "session-1");
        await command.PrepareAsync();
        return Rate(1, async () =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                GC.KeepAlive(new Message(Chat.Main, MessageRole.User, reader.GetString(5), null, null, null) { Ordinal = reader.GetInt64(0) });
            }
        });
    }
}
