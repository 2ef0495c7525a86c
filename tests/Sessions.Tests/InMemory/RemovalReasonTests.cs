using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.InMemory;

public sealed class RemovalReasonTests
{
    /// <summary>A watcher whose own clock has just rung finds the session gone before anybody told him, and asks why.</summary>
    [Fact]
    public async Task From_the_moment_that_a_session_is_gone_the_store_knows_why()
    {
        const int Sessions = 64;
        var time = new FakeTimeProvider();
        await using var store = new InMemoryStore(time: time);
        var manager = new SessionManager(store);
        for (var round = 0; round < 100; round++)
        {
            var sessions = new List<Session>();
            for (var i = 0; i < Sessions; i++)
            {
                sessions.Add(await manager.CreateAsync(new NewSession { Id = $"s{i}", IdleTimeout = TimeSpan.FromDays(1) }));
            }

            time.Advance(TimeSpan.FromMinutes(2));
            using var looking = new SemaphoreSlim(0);
            var reasons = new List<RemovalReason?>();
            var watching = Task.Run(async () =>
            {
                looking.Release();
                while (sessions.Count > 0)
                {
                    for (var i = sessions.Count - 1; i >= 0; i--)
                    {
                        if (await store.FindAsync(sessions[i].Key) is null)
                        {
                            reasons.Add(await store.WaitAsync(sessions[i].Key, sessions[i].Incarnation, sessions[i].Version));
                            sessions.RemoveAt(i);
                        }
                    }
                }
            });
            await looking.WaitAsync();
            await store.TakeAsync(new CleanupRule { UnusedFor = TimeSpan.FromMinutes(1) }, Sessions);
            await watching;
            reasons.Should().HaveCount(Sessions).And.OnlyContain(static reason => reason == RemovalReason.Age);
        }
    }
}
