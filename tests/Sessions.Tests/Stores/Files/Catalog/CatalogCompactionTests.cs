using System.Diagnostics;
using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogCompactionTests : CatalogTestBase
{
    private static readonly CatalogOptions Small = new() { CompactFrom = 4096 };

    [Fact]
    public async Task A_large_file_becomes_as_small_as_what_it_tells_and_readers_follow_without_reading_it_again()
    {
        var one = Open(Small);
        var other = Open(Small);
        for (var i = 0; i < 20; i++)
        {
            await CreateAsync(one, $"s{i:d2}");
        }

        (await other.CountAsync("", SessionFilter.All)).Should().Be(20);
        var first = CatalogFile();
        var open = await other.BeforeCommitAsync(new SessionKey("s05"));
        await RestAsync(one);
        CatalogFile().Should().NotBe(first);
        CatalogLines().Length.Should().Be(20 + 1 + 1 + 1, "summaries, the open mark, the header, the end of the base");

        await UpdateAsync(one, "s03");
        Engine.Pass(TimeSpan.FromMilliseconds(1));
        open.Changed(Engine.Update("s05"));
        (await IdsAsync(one))[..2].Should().Equal("s05", "s03");
        open.Dispose();
        (await IdsAsync(other))[..2].Should().Equal("s05", "s03");
        (await IdsAsync(Open()))[..2].Should().Equal("s05", "s03");
    }

    [Fact]
    public async Task Who_slept_over_several_generations_finds_the_newest()
    {
        var one = Open(Small);
        var sleeper = Open(Small);
        await CreateAsync(one, "gone");
        (await IdsAsync(sleeper)).Should().Equal("gone");
        var generations = new HashSet<string>();
        await RemoveAsync(one, "gone");
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                await (round == 0 ? CreateAsync(one, $"s{i}") : UpdateAsync(one, $"s{i}"));
            }

            await RestAsync(one);
            generations.Add(CatalogFile());
        }

        generations.Count.Should().BeGreaterThan(3);
        (await IdsAsync(sleeper)).Should().HaveCount(10).And.NotContain("gone");
        await CreateAsync(sleeper, "last");
        (await IdsAsync(one))[0].Should().Be("last");
    }

    [Fact]
    public async Task Nobody_waits_while_the_next_file_is_written_and_what_they_append_meanwhile_comes_along()
    {
        var one = Open(Small);
        var reader = Open(Small);
        for (var i = 0; i < 40; i++)
        {
            await CreateAsync(one, $"s{i:d2}");
        }

        (await reader.CountAsync("", SessionFilter.All)).Should().Be(40);
        var generation = CatalogFiles.Newest(Store);
        var dead = CatalogFiles.DraftOf(Store, generation + 1, "dead");
        var ahead = CatalogFiles.DraftOf(Store, generation + 2, "ahead");
        File.WriteAllText(ahead, "somebody has already seen the next one, and writes the one after");
        await one.SettleAsync(everything: true, CancellationToken.None);
        var first = CatalogFile();
        new FileInfo(first).Length.Should().BeGreaterThan(Small.CompactFrom);

        // As another process would: with the lock in hand, it finds the draft being written, and appends.
        using var locks = FileLockSet.Open(Store);
        Task settling;
        using (await locks.AcquireAsync(FileLockSet.Catalog))
        {
            settling = one.SettleAsync(everything: false, CancellationToken.None).AsTask();
            await DraftAsync();
            using var appender = new CatalogAppender(Store, "other", Small);
            appender.EnsureCurrent();
            using var lines = new CatalogLines();
            Engine.Pass(TimeSpan.FromMilliseconds(1));
            lines.Sum(Summary.Of(Engine.Update("s07")), writer: null);
            lines.Sum(Summary.Of(Engine.Create("late", null, "", null)), writer: null);
            lines.Mark(new SessionKey("s08"), Sessions.Stores.Files.Catalog.Nobody);
            appender.Append(lines.Bytes);
            File.WriteAllText(dead, "half");
        }

        await settling;
        CatalogFile().Should().NotBe(first);
        Drafts().Should().Equal(ahead);
        var fresh = Open(Small);
        foreach (var catalog in (Sessions.Stores.Files.Catalog[])[one, reader, fresh])
        {
            (await IdsAsync(catalog))[..2].Should().BeEquivalentTo("late", "s07");
            (await catalog.CountAsync("", SessionFilter.All)).Should().Be(41);
        }

        CatalogLines().Should().ContainSingle(line => line.Contains("\"mark\":\"s08\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_that_comes_too_late_is_thrown_away()
    {
        var one = Open(Small);
        var other = Open(Small);
        for (var i = 0; i < 40; i++)
        {
            await CreateAsync(one, $"s{i:d2}");
        }

        (await other.CountAsync("", SessionFilter.All)).Should().Be(40);
        await one.SettleAsync(everything: true, CancellationToken.None);
        var begun = CatalogFile();
        using var locks = FileLockSet.Open(Store);
        Task settling;
        using (await locks.AcquireAsync(FileLockSet.Catalog))
        {
            settling = one.SettleAsync(everything: false, CancellationToken.None).AsTask();
            await DraftAsync();
            using var appender = new CatalogAppender(Store, "other", Small);
            appender.EnsureCurrent();
            appender.Seal();
            appender.EnsureCurrent();
        }

        await settling;
        var next = CatalogFile();
        next.Should().NotBe(begun);
        Drafts().Should().BeEmpty();
        (await IdsAsync(one)).Should().HaveCount(40);
        (await IdsAsync(other)).Should().HaveCount(40);
        CatalogFile().Should().Be(next);
    }

    [Fact]
    public async Task A_crash_between_the_seal_and_the_move_is_mended_from_the_sessions()
    {
        var one = Open(Small);
        await CreateAsync(one, "a");
        await RestAsync(one);
        await one.DisposeAsync();
        using var lines = new CatalogLines();
        var path = CatalogFile();
        lines.Seal(1);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. lines.Bytes]);
        File.WriteAllText(Path.Combine(Store, "catalog.99.draft"), "half");

        var other = Open(Small);
        (await IdsAsync(other)).Should().Equal("a");
        await CreateAsync(other, "b");
        (await IdsAsync(Open(Small))).Should().Equal("b", "a");
    }

    private string[] Drafts() => Directory.GetFiles(Store, "catalog.*.draft");

    private async Task DraftAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (!Drafts().Any(draft => !draft.EndsWith("ahead.draft", StringComparison.Ordinal)))
        {
            Stopwatch.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromSeconds(60), "the draft is written without the lock");
            await Task.Yield();
        }
    }
}
