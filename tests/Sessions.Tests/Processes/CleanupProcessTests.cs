using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>Several processes clean up the same directory at once.</summary>
[Collection(ProcessTests.Name)]
public sealed class CleanupProcessTests : StoreDirectory
{
    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Each_expiry_is_handed_out_once_in_all(string kind)
    {
        const int Expired = 200, Replaced = 20, Kept = 10, Processes = 2;
        var incarnations = new List<string>();
        await using (var store = TestStores.Open(kind, Store))
        {
            var manager = new SessionManager(store);
            for (var i = 0; i < Expired; i++)
            {
                incarnations.Add((await manager.CreateAsync(new NewSession { Id = $"e-{i}", IdleTimeout = TimeSpan.FromMilliseconds(1) })).Incarnation);
            }

            for (var i = 0; i < Kept; i++)
            {
                await manager.CreateAsync(new NewSession { Id = $"k-{i}", Pinned = i % 2 == 0 });
            }

            await ExpiredAsync(store, $"e-{Expired - 1}");

            // Ids that are taken again before any cleanup: their first lives are still to be told of.
            for (var i = 0; i < Replaced; i++)
            {
                await manager.CreateAsync(new NewSession { Id = $"e-{i}" });
            }
        }

        var children = new List<ChildProcess>();
        try
        {
            for (var i = 0; i < Processes; i++)
            {
                children.Add(await ChildProcess.StartReadyAsync("clean", kind, Store));
            }

            foreach (var child in children)
            {
                await child.WriteLineAsync("go");
            }

            var told = new List<string>();
            foreach (var child in children)
            {
                told.AddRange(await ToldAsync(child));
            }

            told.Should().OnlyHaveUniqueItems();
            told.Should().BeEquivalentTo(incarnations);
        }
        finally
        {
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }

        await using var after = TestStores.Open(kind, Store);
        (await new SessionManager(after).CountAsync()).Should().Be(Kept + Replaced);
        (await new SessionManager(after).CleanUpAsync()).Should().Be(0);
    }

    private static async Task<List<string>> ToldAsync(ChildProcess child)
    {
        var told = new List<string>();
        while (await child.ReadLineAsync() is var line && !line.StartsWith("count ", StringComparison.Ordinal))
        {
            var parts = line.Split(' ');
            parts[2].Should().Be("Expired");
            told.Add(parts[1]);
        }

        return told;
    }

    private static async Task ExpiredAsync(ISessionStore store, string last)
    {
        var end = Environment.TickCount64 + 10_000;
        while (await store.FindAsync(new SessionKey("", last)) is not null)
        {
            (Environment.TickCount64 < end).Should().BeTrue("a millisecond must pass");
            await Task.Yield();
        }
    }
}
