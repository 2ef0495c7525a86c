using System.Globalization;
using FluentAssertions;
using Sessions.TestProcess;
using Sessions.Testing;
using Xunit;

namespace Sessions.Sql.Tests.Schema;

public abstract partial class SchemaTests
{
    /// <summary>What a person reads in a row, and every query with it, is what the session is: however its last change was written.</summary>
    [ConformanceTheory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task A_row_says_what_its_session_is(int? given)
    {
        var seed = given ?? Random.Shared.Next();
        var random = new Random(seed);
        await using var database = await Engine.CreateAsync(engine);
        var time = new FakeTimeProvider();
        await using var store = SqlTestStores.Open(engine, database.Connection, new SqlStoreOptions(), time);
        var manager = new SessionManager(store);
        string[] ids = ["a", "b", "c", "d", "e", "f"];
        foreach (var id in ids)
        {
            await manager.CreateAsync(new NewSession { Id = id, IdleTimeout = TimeSpan.FromMinutes(random.Next(10, 90)) });
        }

        await using var connection = await database.ConnectAsync();
        for (var round = 0; round < 60; round++)
        {
            time.Advance(TimeSpan.FromMicroseconds(random.Next(1, 100_000_000)));
            var plain = random.Next(3) > 0;
            await Task.WhenAll(ids.Where(_ => random.Next(3) > 0).ToArray().Select(id => ChangeAsync(manager, id, plain ? 0 : random.Next(7), random)));
            foreach (var id in ids)
            {
                var view = (await store.FindAsync(new SessionKey(id)))!;
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT version, messages, channel, updated_at, last_used_at, expires_at FROM sessions WHERE session = '{id}'";
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                var because = $"that is session {id} in round {round}, seed {seed}";
                reader.GetInt64(0).Should().Be(view.Version, because);
                reader.GetInt64(1).Should().Be(view.Messages.Total, because);
                reader.GetString(2).Should().Be(view.CurrentChannel.Name, because);
                Instant(reader.GetValue(3)).Should().Be(view.UpdatedAt, because);
                Instant(reader.GetValue(4)).Should().Be(view.LastUsedAt, because);
                Instant(reader.GetValue(5)).Should().Be(view.ExpiresAt!.Value, because);
                (await database.QueryAsync($"SELECT channel FROM session_channels WHERE session = '{id}'"))
                    .Should().BeEquivalentTo(view.Channels.Select(static known => known.Channel.Name), because);
            }
        }
    }

    /// <summary>Who stands in line together is written together: the message says nothing of the channel that the use brought.</summary>
    [ConformanceFact]
    public async Task A_use_through_a_new_channel_is_written_with_the_message_behind_it()
    {
        await using var database = await Engine.CreateAsync(engine);
        await using var store = SqlTestStores.Open(engine, database.Connection, new SqlStoreOptions(), new FakeTimeProvider());
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" }, Channel.Api);
        using var isPlanned = new SemaphoreSlim(0);
        using var goesOn = new SemaphoreSlim(0);
        var first = Task.Run(() => manager.UpdateAsync(
            "s",
            update =>
            {
                update.AppendMessage(NewMessage.User("first"));
                isPlanned.Release();
                goesOn.Wait();
            },
            Channel.Api).AsTask());
        await isPlanned.WaitAsync();
        var use = manager.TouchAsync("s", Channel.Cli);
        var second = manager.AppendMessageAsync("s", NewMessage.User("second"), Channel.Api);
        goesOn.Release();
        await first;
        await use;
        (await second).Channels.Select(static known => known.Channel).Should().BeEquivalentTo([Channel.Api, Channel.Cli]);
        (await database.QueryAsync("SELECT channel FROM session_channels WHERE session = 's' ORDER BY channel")).Should().Equal("api", "cli");
        (await manager.ListAsync(new SessionFilter { Channel = Channel.Cli })).Sessions.Should().ContainSingle();
    }

    private static async Task ChangeAsync(SessionManager manager, string id, int kind, Random random)
    {
        var channel = random.Next(2);
        var through = channel == 0 ? Channel.Api : Channel.Cli;
        var message = NewMessage.User("hello");
        if (kind == 6)
        {
            // Some of them are written together.
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0
                ? manager.TouchAsync(id, new Channel($"channel-{random.Next(4)}")).AsTask()
                : manager.AppendMessageAsync(id, message, through).AsTask()));
            return;
        }

        await (kind switch
        {
            0 => manager.AppendMessageAsync(id, message, through),
            1 => manager.AppendMessagesAsync(id, [message, message], through),
            2 => manager.SetStateAsync(id, "key", channel, through),
            3 => manager.TouchAsync(id, through),
            4 => manager.UpdateAsync(id, update => update.AppendMessage(message, "other").SetTags("x"), through),
            _ => manager.UpdateAsync(id, update => update.AppendMessage(message).RecordUsage(new TokenUsage { InputTokens = 1 }), through),
        });
    }

    private static DateTimeOffset Instant(object value) => value is DateTime instant
        ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
        : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
