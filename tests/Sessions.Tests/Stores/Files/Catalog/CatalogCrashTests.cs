using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogCrashTests : CatalogTestBase
{
    [Fact]
    public async Task What_a_writer_did_before_it_died_is_listed_and_then_summed_up_for_it()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        await CreateAsync(one, "b");
        await RestAsync(one);
        await UpdateAsync(one, "a");
        await CreateAsync(one, "c");
        await RemoveAsync(one, "b");

        // Announced, and never made.
        await one.BeforeCommitAsync(new SessionKey("d"));
        await one.AbandonAsync();

        (await IdsAsync(other)).Should().Equal("c", "a");
        await RestAsync(other);
        await other.CountAsync("", SessionFilter.All);
        Engine.Looks = 0;
        (await other.CountAsync("", SessionFilter.All)).Should().Be(2);
        Engine.Looks.Should().Be(0, "nothing is marked any more");
        Directory.GetFiles(Path.Combine(Store, "writers")).Should().ContainSingle("the dead writer's is removed");

        var third = Open();
        (await IdsAsync(third)).Should().Equal("c", "a");
    }

    [Fact]
    public async Task A_line_that_was_torn_is_cut()
    {
        var one = Open();
        await CreateAsync(one, "a");
        (await IdsAsync(one)).Should().Equal("a");
        await one.DisposeAsync();
        Append("{\"f\":1,\"mark\":\"zz\",\"w");

        var reader = Open();
        (await IdsAsync(reader)).Should().Equal("a");
        await CreateAsync(reader, "b");
        CatalogLines().Should().OnlyContain(static line => line.EndsWith("\"}", StringComparison.Ordinal));
        (await IdsAsync(Open())).Should().Equal("b", "a");
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("{\"f\":1,\"mark\":\"a\",\"w\":\"x\",\"crc\":\"00000000\"}\n")]
    [InlineData("\n")]
    public async Task A_damaged_line_makes_it_anew_from_the_sessions(string line)
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        (await IdsAsync(other)).Should().Equal("a");
        await RestAsync(one);
        var before = CatalogFile();
        Append(line);
        await CreateAsync(one, "b");
        await RestAsync(one);

        (await IdsAsync(other)).Should().Equal("b", "a");
        CatalogFile().Should().NotBe(before);
        (await IdsAsync(one)).Should().Equal("b", "a");
        await UpdateAsync(one, "a");
        (await IdsAsync(other)).Should().Equal("a", "b");
        (await IdsAsync(Open())).Should().Equal("a", "b");
    }

    [Fact]
    public async Task A_format_of_the_future_makes_it_anew_from_the_sessions()
    {
        Engine.Create("a");
        var header = Encoding.UTF8.GetBytes("{\"f\":2,\"log\":\"catalog\"");
        var suffix = new byte[LineChecksum.SuffixLength];
        LineChecksum.WriteSuffix(LineChecksum.Compute(header), suffix);
        File.WriteAllBytes(Path.Combine(Store, "catalog.7.jsonl"), [.. header, .. suffix, (byte)'\n']);
        (await IdsAsync(Open())).Should().Equal("a");
        Path.GetFileName(CatalogFile()).Should().Be("catalog.8.jsonl");
    }

    [Fact]
    public async Task A_missing_file_is_made_anew_and_open_changes_are_announced_again()
    {
        var one = Open();
        await CreateAsync(one, "a");
        await CreateAsync(one, "b");
        var change = await one.BeforeCommitAsync(new SessionKey("a"));
        File.Delete(CatalogFile());
        var other = Open();
        (await IdsAsync(other)).Should().Equal("b", "a");

        // Whatever makes it append takes the marks along.
        await CreateAsync(one, "c");
        Engine.Pass(TimeSpan.FromMilliseconds(1));
        change.Changed(Engine.Update("a"));
        (await IdsAsync(other)).Should().Equal("a", "c", "b");
        change.Dispose();
        (await IdsAsync(one)).Should().Equal("a", "c", "b");
    }

    [Fact]
    public async Task A_session_that_never_rests_is_announced_again_at_the_next_beat_after_the_file_went()
    {
        var one = Open();
        using var change = await one.BeforeCommitAsync(new SessionKey("a"));
        File.Delete(CatalogFile());
        var other = Open();
        (await IdsAsync(other)).Should().BeEmpty();

        // Created after the other one looked at all there was, under a mark that went with the file.
        change.Changed(Engine.Create("a"));
        await one.SettleAsync(everything: false, CancellationToken.None);
        (await IdsAsync(other)).Should().Equal("a");
        await one.AbandonAsync();
        (await IdsAsync(Open())).Should().Equal("a");
    }

    [Fact]
    public async Task Two_that_are_begun_in_the_same_millisecond_are_told_apart()
    {
        var frozen = new CatalogOptions { Timers = new Sessions.Testing.FakeTimeProvider() };
        var one = Open(frozen);
        await CreateAsync(one, "a");
        var before = CatalogFile();
        File.Delete(before);
        (await IdsAsync(Open(frozen))).Should().Equal("a");
        CatalogFile().Should().NotBe(before);
    }

    [Fact]
    public async Task A_builder_that_died_is_followed_by_another()
    {
        for (var i = 0; i < 1000; i++)
        {
            Engine.Create($"s{i}");
        }

        var one = Open();
        using var stop = new CancellationTokenSource();
        Engine.OnLook = looks =>
        {
            if (looks == 600)
            {
                stop.Cancel();
            }
        };
        var build = async () => await one.CountAsync("", SessionFilter.All, stop.Token);
        await build.Should().ThrowAsync<OperationCanceledException>();
        await one.AbandonAsync();
        Engine.Looks = 0;
        var other = Open();
        (await other.CountAsync("", SessionFilter.All)).Should().Be(1000);
        Engine.Looks.Should().BeLessThan(500 + 1, "what the first one wrote counts");
    }

    [Fact]
    public async Task Several_that_begin_at_once_build_it_once()
    {
        for (var i = 0; i < 2000; i++)
        {
            Engine.Create($"s{i}");
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Open()).ToArray()
            .Select(catalog => Task.Run(async () => await catalog.CountAsync("", SessionFilter.All))));
        counts.Should().AllBeEquivalentTo(2000L);
        Engine.Looks.Should().Be(2000);
        CatalogLines().Count(static line => line.Contains("\"built\"")).Should().Be(1);
    }

    [Fact]
    public async Task A_damaged_session_survives_building_and_is_taken_in_when_it_is_mended()
    {
        Engine.Create("a");
        Engine.Create("bad");
        Engine.Damaged.Add(new SessionKey("bad"));
        var one = Open();
        for (var i = 0; i < 2; i++)
        {
            var page = await one.QueryAsync(new SessionQuery());
            page.Sessions.Should().ContainSingle();
            page.Unreadable.Should().ContainSingle().Which.SessionId.Should().Be("bad");
            await RestAsync(one);
        }

        Engine.Damaged.Clear();
        (await one.QueryAsync(new SessionQuery())).Sessions.Should().HaveCount(2);
        await RestAsync(one);
        (await Open().QueryAsync(new SessionQuery())).Sessions.Should().HaveCount(2);
        CatalogLines()[^1].Should().Contain("\"sum\":\"bad\"");
    }

    [Fact]
    public async Task Changes_of_many_at_once_are_all_found_whatever_is_compacted_meanwhile()
    {
        var options = new CatalogOptions { CompactFrom = 2000 };
        var writers = Enumerable.Range(0, 4).Select(_ => Open(options)).ToArray();
        await Task.WhenAll(writers.Select((catalog, w) => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var id = $"w{w}s{i % 50}";
                await CommitAsync(catalog, new SessionKey(id), () => Engine.Sessions.ContainsKey(new SessionKey(id)) ? Engine.Update(id) : Engine.Create(id));
                if (i % 10 == 9)
                {
                    await RestAsync(catalog);
                }

                if (i % 25 == 24)
                {
                    await catalog.CountAsync("", SessionFilter.All);
                }
            }
        })));
        foreach (var catalog in writers)
        {
            (await catalog.CountAsync("", SessionFilter.All)).Should().Be(200);
        }

        long.Parse(Path.GetFileName(CatalogFile()).Split('.')[1]).Should().BeGreaterThan(0);
        (await Open().CountAsync("", SessionFilter.All)).Should().Be(200);
    }

    private void Append(string text)
    {
        using var file = new FileStream(CatalogFile(), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
