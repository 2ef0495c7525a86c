using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.Cleanup;

public sealed class CleanupServiceTests
{
    private const int Off = 21;
    private const int Removed = 22;
    private const int DryRun = 23;
    private const int PassFailed = 24;
    private const int HandlerFailed = 25;

    private static readonly TimeSpan Interval = SessionsOptions.DefaultCleanupInterval;

    [Fact]
    public async Task A_host_starts_and_stops()
    {
        var host = await CleanupHost.StartAsync(services => services.AddSessions());
        await host.StopAsync();
        await host.DisposeAsync();
        host.Log.All.Should().NotContain(entry => entry.Level > LogLevel.Information);
        host.Log.All.Select(entry => entry.EventId).Should().Contain([1, 20], "the store is opened and cleanup begins with the host");
    }

    [Fact]
    public async Task What_expired_and_what_was_finished_long_ago_is_removed_and_told()
    {
        var handler = new Handler();
        await using var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(handler)
            .AddSessions(options => options.Retention = TimeSpan.FromHours(3)));
        var idle = await host.Manager.CreateAsync();
        var done = await host.Manager.CreateAsync();
        var pinned = await host.Manager.CreateAsync(new NewSession { Pinned = true });
        await host.Manager.CompleteAsync(done.Id);
        await host.Manager.CompleteAsync(pinned.Id);
        host.Clock.Advance(SessionsOptions.DefaultIdleTimeout + Interval);
        var first = await handler.NextAsync();
        (first.Session.Id, first.Reason).Should().Be((idle.Id, RemovalReason.Expired));
        host.Clock.Advance(TimeSpan.FromHours(2));
        var second = await handler.NextAsync();
        (second.Session.Id, second.Reason).Should().Be((done.Id, RemovalReason.Retention));
        (await host.Manager.FindAsync(pinned.Id)).Should().NotBeNull();
        (await host.Log.NextAsync(Removed)).Message.Should().Be("Sessions removed by cleanup: 1.");
    }

    [Fact]
    public async Task Two_hosts_over_one_store_tell_each_expiry_once()
    {
        const int Sessions = 2_500;
        var clock = new FakeTimeProvider();
        await using var store = new InMemoryStore(time: clock);
        var handlers = new[] { new Handler(), new Handler() };
        var hosts = new List<CleanupHost>();
        foreach (var handler in handlers)
        {
            hosts.Add(await CleanupHost.StartAsync(
                services => services
                    .AddSingleton<ISessionRemovalHandler>(handler)
                    .AddSessions(options => options.CleanupBatch = 100)
                    .UseStore(store),
                clock));
        }

        var ids = new HashSet<string>();
        for (var i = 0; i < Sessions; i++)
        {
            ids.Add((await hosts[i % 2].Manager.CreateAsync()).Id);
        }

        clock.Advance(SessionsOptions.DefaultIdleTimeout);
        clock.Advance(Interval);
        var heard = new List<string>();
        var next = handlers.Select(handler => handler.NextAsync()).ToArray();
        while (heard.Count < Sessions)
        {
            var done = await Task.WhenAny(next);
            heard.Add((await done).Session.Id);
            var which = Array.IndexOf(next, done);
            next[which] = heard.Count < Sessions ? handlers[which].NextAsync() : done;
        }

        heard.Should().OnlyHaveUniqueItems();
        ids.SetEquals(heard).Should().BeTrue();
        clock.Advance(Interval);
        clock.Advance(Interval);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        handlers.Sum(handler => handler.Heard).Should().Be(0, "nothing is told again");
    }

    [Fact]
    public async Task A_pass_that_fails_is_logged_and_the_next_one_follows()
    {
        var handler = new Handler();
        var failures = 2;
        await using var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(handler)
            .AddSessions()
            .UseStore(context => new TakingStore(new InMemoryStore(time: context.Time), () =>
            {
                if (failures-- > 0)
                {
                    throw new SessionStoreUnavailableException("The disk is full.");
                }
            })));
        await host.Manager.CreateAsync(new NewSession { IdleTimeout = TimeSpan.FromMilliseconds(1) });
        for (var i = 0; i < 2; i++)
        {
            host.Clock.Advance(Interval);
            var failed = await host.Log.NextAsync(PassFailed);
            failed.Level.Should().Be(LogLevel.Error);
            failed.Error.Should().BeOfType<SessionStoreUnavailableException>();
            failed.Message.Should().Be("A pass of cleanup failed; the next one follows in 00:05:00.");
        }

        host.Clock.Advance(Interval);
        (await handler.NextAsync()).Reason.Should().Be(RemovalReason.Expired);
    }

    [Fact]
    public async Task A_handler_that_throws_stops_neither_the_others_nor_the_pass()
    {
        var bad = new Handler((_, _) => throw new InvalidOperationException("no"));
        var good = new Handler();
        await using var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(bad)
            .AddSingleton<ISessionRemovalHandler>(good)
            .AddSessions());
        for (var i = 0; i < 3; i++)
        {
            await host.Manager.CreateAsync(new NewSession { Id = $"s{i}" });
        }

        host.Clock.Advance(SessionsOptions.DefaultIdleTimeout + Interval);
        for (var i = 0; i < 3; i++)
        {
            await good.NextAsync();
            var failed = await host.Log.NextAsync(HandlerFailed);
            failed.Message.Should().Match("The handler Handler failed on the removal of session s? (Expired).");
            failed.Error.Should().BeOfType<InvalidOperationException>();
        }

        bad.Heard.Should().Be(3);
    }

    [Fact]
    public async Task Zero_turns_it_off()
    {
        var taken = 0;
        await using (var host = await CleanupHost.StartAsync(services => services
            .AddSessions(options => options.CleanupInterval = TimeSpan.Zero)
            .UseStore(context => new TakingStore(new InMemoryStore(time: context.Time), () => taken++))))
        {
            await host.Manager.CreateAsync();
            host.Clock.Advance(TimeSpan.FromDays(100));
            await host.Log.NextAsync(Off);
        }

        taken.Should().Be(0);
    }

    [Fact]
    public async Task A_dry_run_tells_the_log_alone_and_removes_nothing()
    {
        var handler = new Handler();
        await using var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(handler)
            .AddSessions(options => (options.CleanupDryRun, options.CleanupBatch) = (true, 2)));
        for (var i = 0; i < 5; i++)
        {
            await host.Manager.CreateAsync(new NewSession { IdleTimeout = TimeSpan.FromMilliseconds(1) });
        }

        for (var i = 0; i < 2; i++)
        {
            host.Clock.Advance(Interval);
            (await host.Log.NextAsync(DryRun)).Message.Should()
                .Be("Sessions that cleanup would have removed, were this no dry run: 5.");
        }

        handler.Heard.Should().Be(0);
        (await host.Manager.CleanUpAsync(new CleanupRule())).Should().Be(5);
    }

    [Fact]
    public async Task Handlers_live_in_a_scope_of_each_pass_and_are_made_before_anything_is_taken()
    {
        var made = 0;
        var disposed = new List<int>();
        await using (var host = await CleanupHost.StartAsync(services => services
            .AddScoped(_ => ++made == 1 ? throw new InvalidOperationException("cannot be made yet") : new Scoped(made, disposed))
            .AddSessions()
            .AddRemovalHandler<ScopedHandler>()
            .AddRemovalHandler<ScopedHandler>()))
        {
            await host.Manager.CreateAsync(new NewSession { IdleTimeout = TimeSpan.FromMilliseconds(1) });
            host.Clock.Advance(Interval);
            await host.Log.NextAsync(PassFailed);
            host.Clock.Advance(Interval);
            await host.Log.NextAsync(Removed);
        }

        disposed.Should().NotBeEmpty().And.Equal(Enumerable.Range(2, made - 1), "each pass has one, added twice or not");
    }

    [Fact]
    public async Task A_keyed_store_has_a_cleanup_and_handlers_of_its_own()
    {
        var mine = new Handler();
        var other = new Handler();
        await using var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(other)
            .AddKeyedSingleton<ISessionRemovalHandler>("k", mine)
            .AddKeyedSessions("k"));
        var session = await host.Services.GetRequiredKeyedService<SessionManager>("k").CreateAsync();
        host.Clock.Advance(SessionsOptions.DefaultIdleTimeout + Interval);
        (await mine.NextAsync()).Session.Id.Should().Be(session.Id);
        other.Heard.Should().Be(0);
    }

    private sealed class Scoped(int number, List<int> disposed) : IDisposable
    {
        public void Dispose() => disposed.Add(number);
    }

    private sealed class ScopedHandler(Scoped scoped) : ISessionRemovalHandler
    {
        public ValueTask HandleAsync(RemovedSession removed, CancellationToken cancellationToken)
        {
            GC.KeepAlive(scoped);
            return ValueTask.CompletedTask;
        }
    }
}
