using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

/// <summary>A catalog that is flushed, and a disk that fails to.</summary>
public sealed class CatalogDiskTests : CatalogTestBase
{
    private readonly List<string> _flushed = [];
    private bool _fails;

    [Fact]
    public async Task A_mark_is_flushed_before_the_change_and_the_summary_after_it()
    {
        var one = Open(Flushing());
        using (await one.BeforeCommitAsync(new SessionKey("a")))
        {
            _flushed.Should().NotBeEmpty().And.AllBe(CatalogFile());
            CatalogLines()[^1].Should().Contain("\"mark\":\"a\"");
            var marked = _flushed.Count;
            using var again = await one.BeforeCommitAsync(new SessionKey("a"));
            _flushed.Should().HaveCount(marked, "what is marked is not marked again");
            again.Changed(Engine.Create("a"));
        }

        var before = _flushed.Count;
        await RestAsync(one);
        _flushed.Should().HaveCount(before + 1);
        CatalogLines()[^1].Should().Contain("\"sum\":\"a\"");
    }

    [Fact]
    public async Task Without_the_option_nothing_is_flushed()
    {
        var one = Open(Flushing() with { FlushToDisk = false });
        await CreateAsync(one, "a");
        await RestAsync(one);
        (await IdsAsync(one)).Should().Equal("a");
        _flushed.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_compacted_is_flushed_before_it_takes_the_place_of_the_old()
    {
        var one = Open(Flushing() with { CompactFrom = 500 });
        (await IdsAsync(one)).Should().BeEmpty();
        for (var i = 0; i < 20; i++)
        {
            await CreateAsync(one, "a" + (i % 2));
            await RestAsync(one);
        }

        _flushed.Should().Contain(path => path.EndsWith(".draft", StringComparison.Ordinal));
        (await one.CountAsync("", SessionFilter.All)).Should().Be(2);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_flushed_refuses_the_change_and_leaves_nothing_marked_for_good()
    {
        var one = Open(Flushing());
        var other = Open();
        await CreateAsync(one, "a");
        _fails = true;
        var create = async () => await CreateAsync(one, "b");
        await create.Should().ThrowAsync<IOException>();
        var settle = () => RestAsync(one);
        await settle.Should().ThrowAsync<IOException>();
        Engine.Sessions.Should().ContainSingle("what could not be announced was not made");
        (await IdsAsync(other)).Should().Equal("a");

        _fails = false;
        await CreateAsync(one, "c");
        (await IdsAsync(other)).Should().Equal("c", "a");
        await RestAsync(one);
        (await IdsAsync(other)).Should().Equal("c", "a");
        Engine.Looks = 0;
        (await other.CountAsync("", SessionFilter.All)).Should().Be(2);
        Engine.Looks.Should().Be(0, "nothing is marked any more");
    }

    [Fact]
    public async Task Closing_on_a_disk_that_fails_is_no_error_and_what_was_done_is_listed()
    {
        var one = Open(Flushing());
        await CreateAsync(one, "a");
        _fails = true;
        var close = async () => await one.DisposeAsync();
        await close.Should().NotThrowAsync();
        (await IdsAsync(Open())).Should().Equal("a");
    }

    [Fact]
    public async Task A_store_refuses_a_commit_whose_mark_cannot_be_flushed()
    {
        var events = new FileEvents();
        events.OnFlush += path =>
        {
            if (_fails && Path.GetFileName(path).StartsWith("catalog.", StringComparison.Ordinal))
            {
                throw new IOException("The disk failed.");
            }
        };
        await using var store = new JsonlStore(
            Path.Combine(Store, "store"), new JsonlStoreOptions { FlushToDisk = true }, TimeProvider.System, events);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "a" });
        _fails = true;
        var create = async () => await manager.CreateAsync(new NewSession { Id = "b" });
        (await create.Should().ThrowAsync<SessionStoreUnavailableException>()).WithMessage("*The disk failed.*try again.");
        (await manager.FindAsync("b")).Should().BeNull();
        _fails = false;
        await manager.CreateAsync(new NewSession { Id = "b" });
        (await manager.CountAsync()).Should().Be(2);
    }

    private CatalogOptions Flushing() => new()
    {
        FlushToDisk = true,
        OnFlush = path =>
        {
            _flushed.Add(path);
            if (_fails)
            {
                throw new IOException("The disk failed.");
            }
        },
    };
}
