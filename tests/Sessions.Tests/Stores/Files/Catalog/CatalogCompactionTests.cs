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
}
