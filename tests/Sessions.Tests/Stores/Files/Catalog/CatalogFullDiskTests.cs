using FluentAssertions;
using Sessions.Stores.Files;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.Files.Catalog;

/// <summary>A catalog on a disk that fills up under it.</summary>
[Collection(ProcessTests.Name)]
public sealed class CatalogFullDiskTests(ITestOutputHelper output) : CatalogTestBase
{
    private readonly TmpfsDirectory? _disk = TmpfsDirectory.Unavailable is null ? TmpfsDirectory.Mount(512) : null;

    protected override string Store => _disk!.Path;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _disk?.Dispose();
    }

    [MountFact]
    public async Task Changes_are_refused_whole_lists_stay_right_and_nothing_stays_marked()
    {
        var random = new Random(TestSeed.Next(output));
        var one = Open(new CatalogOptions { CompactFrom = 20_000 });
        var other = Open(new CatalogOptions { CompactFrom = 20_000 });
        await CreateAsync(one, "first");
        (await IdsAsync(other)).Should().Equal("first");
        var made = 1;
        for (var round = 0; round < 8; round++)
        {
            // Another number of pages each time, so that writes end short at another place.
            Fill(random.Next(1, 6));
            var refused = false;
            for (var i = 0; i < 2000 && !refused; i++)
            {
                refused = !await TryAsync(async () => await CreateAsync(one, $"r{round}-{i}"));
                made += refused ? 0 : 1;
                if (i % 200 == 199)
                {
                    await TryAsync(() => RestAsync(one));
                }
            }

            refused.Should().BeTrue("the disk was full");
            Engine.Sessions.Should().HaveCount(made, "what could not be announced was not made");
            (await one.CountAsync("", SessionFilter.All)).Should().Be(made);
            (await other.CountAsync("", SessionFilter.All)).Should().Be(made);

            File.Delete(Path.Combine(Store, "ballast"));
            await RestAsync(one);
            await other.CountAsync("", SessionFilter.All);
            Engine.Looks = 0;
            (await other.CountAsync("", SessionFilter.All)).Should().Be(made);
            Engine.Looks.Should().Be(0, "nothing is marked any more");
            _disk!.Resize(512 * (round + 2));
        }

        await one.DisposeAsync();
        (await Open().CountAsync("", SessionFilter.All)).Should().Be(made);
    }

    [MountFact]
    public async Task Where_none_can_be_begun_lists_read_the_sessions_themselves()
    {
        Engine.Create("a");
        var failures = new List<Exception>();
        var one = Open(new CatalogOptions { OnFailed = failures.Add });
        Fill(0);
        (await IdsAsync(one)).Should().Equal("a");
        Engine.Create("b");
        (await one.CountAsync("", SessionFilter.All)).Should().Be(2);
        failures.Should().ContainSingle("it is told when it begins, not each time");
        File.Delete(Path.Combine(Store, "ballast"));
        (await one.CountAsync("", SessionFilter.All)).Should().Be(2);
        Directory.GetFiles(Store, "catalog.*.jsonl").Should().ContainSingle();
    }

    private static async Task<bool> TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Fill(int leavePages)
    {
        using var ballast = new FileStream(Path.Combine(Store, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        for (var free = new DriveInfo(Store).AvailableFreeSpace / page.Length; free > leavePages; free--)
        {
            ballast.Write(page);
        }
    }
}
