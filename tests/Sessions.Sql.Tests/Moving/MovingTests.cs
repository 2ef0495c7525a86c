using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Sessions.PostgreSql;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Sessions.Testing;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Moving;

/// <summary>Sessions that move from files into a database and on into other files are the same sessions there.</summary>
public sealed partial class MovingTests : IDisposable
{
    private const int Sessions = 100;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-moving-");
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [PostgreSqlFact]
    public async Task Through_PostgreSQL()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = PostgreSqlStores.Open(database.ConnectionString, time: _time);
        await MoveAsync(store);
    }

    [Fact]
    public async Task Through_SQLite()
    {
        await using var store = SqliteStores.Open(Path.Combine(_directory.FullName, "sessions.db"), time: _time);
        await MoveAsync(store);
    }

    private async Task MoveAsync(ISessionStore database)
    {
        await using var from = new JsonlStore(Path.Combine(_directory.FullName, "from"), time: _time);
        await using var to = new JsonlStore(Path.Combine(_directory.FullName, "to"), time: _time);
        await GrowAsync(new SessionManager(from, time: _time));
        await CopyAsync(from, database);
        await CopyAsync(database, to);
        for (var i = 0; i < Sessions; i++)
        {
            var wanted = await DescribeAsync(from, KeyOf(i));
            (await DescribeAsync(database, KeyOf(i))).Should().Equal(wanted);
            (await DescribeAsync(to, KeyOf(i))).Should().Equal(wanted);
        }
    }

    private static SessionKey KeyOf(int i) => new(i % 3 == 0 ? "" : $"p{i % 3}", $"s{i}");

    private async Task GrowAsync(SessionManager files)
    {
        var random = new Random(7);
        for (var i = 0; i < Sessions; i++)
        {
            var (partition, id) = (KeyOf(i).Partition, KeyOf(i).Id);
            var manager = partition.Length == 0 ? files : files.ForPartition(partition);
            await manager.CreateAsync(
                new NewSession
                {
                    Id = id,
                    NoIdleTimeout = true,
                    UserId = $"user {i % 7}\0",
                    Purpose = "Grüße, 世界 🌍",
                    Tags = ["a", $"t{i}"],
                    Metadata = new Dictionary<string, JsonText> { ["plan"] = JsonText.Parse("{ \"b\": 1.0, \"a\":\"\\u0000\" }") },
                },
                Channel.Api);
            for (var step = 0; step < random.Next(1, 12); step++)
            {
                _time.Advance(TimeSpan.FromTicks(random.Next(1, 100_000) * 10L));
                await manager.UpdateAsync(
                    id,
                    update => update
                        .SetState($"k{step % 3}", JsonText.Parse($"[{step}, \"x\\n\"]"))
                        .AppendMessage(NewMessage.User($"message {step} \0 '\"\\ 🌍"))
                        .AppendMessage(NewMessage.Tool("tool", "result"), "other")
                        .LinkInvocation(new Invocation($"i{i}-{step}", "tool") { Duration = TimeSpan.FromMilliseconds(step) })
                        .RecordUsage(new TokenUsage(step, 2) { Cost = 0.1m }),
                    new CommitOptions { Channel = step % 2 == 0 ? Channel.Cli : Channel.Mcp, IdempotencyKey = step % 4 == 0 ? $"key {step}" : null });
            }

            if (i % 5 == 0)
            {
                await manager.ClearConversationAsync(id);
                await manager.RemoveStateAsync(id, ["k0"]);
            }

            if (i % 9 == 0)
            {
                await manager.CompleteAsync(id, "done");
            }
        }
    }

    private static async Task CopyAsync(ISessionStore from, ISessionStore to)
    {
        string? cursor = null;
        do
        {
            var page = await from.QueryAsync(new SessionQuery { Partition = null, Order = SessionOrder.Id, Cursor = cursor, Limit = 7 });
            foreach (var session in page.Sessions)
            {
                await to.ImportAsync(session.Key, (await from.ReadLogAsync(session.Key, 0, int.MaxValue))!.Commits);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>All that can be read of a session: its view, its messages, its log.</summary>
    private static async Task<List<string>> DescribeAsync(ISessionStore store, SessionKey key)
    {
        var view = (await store.FindAsync(key))!;
        List<string> lines = [Text(output => SessionSerializer.Write(view, output))];
        foreach (var chat in view.Chats)
        {
            lines.AddRange((await store.ReadMessagesAsync(key, MessageRange.Newest(chat.Name, 10_000)))!.Select(message =>
                $"{message.Chat} {message.Ordinal} {message.Version} {message.At:O} {message.Channel} {message.Role} {message.ToolName} {message.InvocationId} {message.Payload} {message.Content}"));
        }

        lines.AddRange((await store.ReadLogAsync(key, 0, int.MaxValue))!.Commits.Select(commit => Text(output => CommitSerializer.Write(commit, output))));
        return lines;
    }

    // Where a store finds things again is its own: distances between lines, places of the newest, and how long a line says that its session lives.
    private static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return OwnMeasures().Replace(Encoding.UTF8.GetString(output.WrittenSpan), "");
    }

    [GeneratedRegex("""
        ,"(d|kb|ttl|keyPos|pos|at)":-?[0-9.]+
        """)]
    private static partial Regex OwnMeasures();
}
