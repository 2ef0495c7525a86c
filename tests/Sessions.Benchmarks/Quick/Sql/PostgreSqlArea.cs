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

        using var pgbench = new PgBench(database, $"INSERT INTO bare (session, role, content) VALUES ('session-0', 'user', '{Sample.Text}');");
        var next = 0;
        List<double>[] rates = [[], [], [], [], [], [], []];
        for (var round = -1; round < Rounds; round++)
        {
            double[] taken =
            [
                Rate(1, () => manager.AppendMessageAsync(ids[0], Sample.Message).AsTask()),
                pgbench.Run(1, Turn),
                Rate(Many, () => manager.AppendMessageAsync(ids[0], Sample.Message).AsTask()),
                Rate(Many, () => manager.AppendMessageAsync(ids[Interlocked.Increment(ref next) % Many], Sample.Message).AsTask()),
                pgbench.Run(Many, Turn),
                Rate(1, () => manager.ReadNewestMessagesAsync(ids[1], 50).AsTask()),
                await BareReadAsync(source),
            ];
            for (var i = 0; i < taken.Length && round >= 0; i++)
            {
                rates[i].Add(taken[i]);
            }
        }

        var median = rates.Select(static taken => new Figure(1e9 / taken.Order().ElementAt(taken.Count / 2), 0)).ToArray();
        return
        [
            Compare.Share("postgres: one caller, of pgbench with one client", median[0], median[1], atLeast: 0.7),
            Compare.Share($"postgres: {Many} callers on one session, of pgbench with {Many}", median[2], median[4], atLeast: 2),
            Compare.Share($"postgres: {Many} callers on {Many} sessions, of pgbench with {Many}", median[3], median[4], atLeast: 2),
            Compare.Share("postgres: newest 50, of the bare prepared query", median[5], median[6], atLeast: 0.7),
        ];
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
