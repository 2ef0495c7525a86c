using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class DamageTests : JsonlTestBase
{
    [Fact]
    public async Task Damage_names_file_and_line_and_hits_one_session_only()
    {
        await FillAsync();
        await DamageAsync(line: 3);
        var before = await File.ReadAllBytesAsync(LogOf("s"));
        await using var store = Open();
        var manager = Manage(store);
        var read = async () => await manager.GetAsync("s");
        var write = async () => await manager.AppendMessageAsync("s", NewMessage.User("x"));
        (await read.Should().ThrowAsync<SessionDamagedException>()).Which.Location.Should().Contain(LogOf("s")).And.Contain("line 3");
        await write.Should().ThrowAsync<SessionDamagedException>();
        (await File.ReadAllBytesAsync(LogOf("s"))).Should().Equal(before);
        (await ContentsAsync(manager, "t")).Should().Equal("fine");
        await manager.AppendMessageAsync("t", NewMessage.User("still"));
        Events.Damages.Should().BePositive();
    }

    [Theory]
    [InlineData("moved", "*goes on in generation 2*which is not there*")]
    [InlineData("archived", "*archived*newer version*")]
    public async Task A_log_that_goes_on_where_this_build_cannot_follow_is_refused_and_left_as_it_is(string reason, string words)
    {
        await FillAsync();
        var writer = new LineWriter();
        MarkerJson.WriteSeal(writer, new SealRecord(Time.GetUtcNow().UtcTicks, reason) { Next = reason == "moved" ? 2 : 0 });
        await File.AppendAllBytesAsync(LogOf("s"), writer.WrittenMemory.ToArray());
        var before = await File.ReadAllBytesAsync(LogOf("s"));
        await using (var store = Open())
        {
            var manager = Manage(store);
            var read = async () => await manager.FindAsync("s");
            var page = async () => await manager.ReadNewestMessagesAsync("s");
            var write = async () => await manager.AppendMessageAsync("s", NewMessage.User("x"));
            var create = async () => await manager.CreateAsync(new NewSession { Id = "s" });
            await read.Should().ThrowAsync<SessionDamagedException>().WithMessage(words);
            await page.Should().ThrowAsync<SessionDamagedException>();
            await write.Should().ThrowAsync<SessionDamagedException>();
            await create.Should().ThrowAsync<SessionDamagedException>();
            (await ContentsAsync(manager, "t")).Should().Equal("fine");
        }

        (await File.ReadAllBytesAsync(LogOf("s"))).Should().Equal(before);
    }

    [Fact]
    public async Task A_bad_end_from_before_the_machine_was_started_is_cut()
    {
        await FillAsync();
        await DamageAsync(line: 4);
        await using var store = Open(machineStart: DateTime.MaxValue);
        var manager = Manage(store);
        await manager.AppendMessageAsync("s", NewMessage.User("after"));
        (await ContentsAsync(manager)).Should().Equal("1", "after");
        Events.TornTails.Should().Be(1);
    }

    [Fact]
    public async Task A_bad_line_before_good_ones_is_damage_whenever_it_was_written()
    {
        await FillAsync();
        await DamageAsync(line: 3);
        await using var store = Open(machineStart: DateTime.MaxValue);
        var write = async () => await Manage(store).AppendMessageAsync("s", NewMessage.User("x"));
        await write.Should().ThrowAsync<SessionDamagedException>();
    }

    [Fact]
    public async Task A_line_of_a_newer_format_is_no_damage_but_not_ready()
    {
        await FillAsync();
        var body = "{\"f\":2,\"n\":4"u8.ToArray();
        var line = $"{Encoding.ASCII.GetString(body)},\"crc\":\"{Sessions.Serialization.LineChecksum.Compute(body):x8}\"}}\n";
        await File.AppendAllTextAsync(LogOf("s"), line);
        await using var store = Open();
        var read = async () => await Manage(store).GetAsync("s");
        await read.Should().ThrowAsync<SessionStoreNotReadyException>();
    }

    private async Task FillAsync()
    {
        await using var store = Open();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("1"));
        await manager.AppendMessageAsync("s", NewMessage.User("2"));
        await manager.CreateAsync(new NewSession { Id = "t" });
        await manager.AppendMessageAsync("t", NewMessage.User("fine"));
    }

    private async Task DamageAsync(int line)
    {
        var lines = await File.ReadAllLinesAsync(LogOf("s"));
        lines[line - 1] = lines[line - 1].Replace("\"user\"", "\"usex\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(LogOf("s"), string.Join('\n', lines) + "\n");
    }
}
