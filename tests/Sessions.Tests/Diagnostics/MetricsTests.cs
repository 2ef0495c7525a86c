using System.Diagnostics.Metrics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.Diagnostics;

[Collection(nameof(ListeningAlone))]
public sealed class MetricsTests
{
    [Fact]
    public async Task Commits_are_counted_by_outcome()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.Commits, SessionsDiagnostics.Conflicts);
        var manager = measured.Manager;
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("a"), new CommitOptions { IdempotencyKey = "k" });
        await manager.AppendMessageAsync("s", NewMessage.User("a"), new CommitOptions { IdempotencyKey = "k" });
        await manager.UpdateAsync("s", _ => { });
        await Refused<SessionConflictException>(manager.AppendMessageAsync("s", NewMessage.User("b"), new CommitOptions { IdempotencyKey = "k" }));
        await Refused<SessionConflictException>(manager.SetPurposeAsync("s", "p", new CommitOptions { ExpectedVersion = 1 }));
        await Refused<SessionNotFoundException>(manager.SetPurposeAsync("none", "p"));
        await Refused<SessionAlreadyExistsException>(manager.CreateAsync(new NewSession { Id = "s" }));
        await Refused<InvalidTimeZoneException>(manager.UpdateAsync("s", _ => throw new InvalidTimeZoneException()));
        await Refused<OperationCanceledException>(manager.SetPurposeAsync("s", "p", cancellationToken: new CancellationToken(true)));
        recorder.Of(SessionsDiagnostics.Commits).Should().Equal(
            ("memory appended", 1),
            ("memory appended", 1),
            ("memory replayed", 1),
            ("memory unchanged", 1),
            ("memory conflict", 1),
            ("memory conflict", 1),
            ("memory refused", 1),
            ("memory refused", 1),
            ("memory refused", 1),
            ("memory cancelled", 1));
        recorder.Of(SessionsDiagnostics.Conflicts).Should().Equal(("memory idempotency_key", 1), ("memory version", 1));
    }

    [Fact]
    public async Task A_decision_that_is_run_again_is_a_conflict_retried()
    {
        await using var measured = new MeasuredStore(context => new RetryingStore(new InMemoryStore(time: context.Time), runs: 3));
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.Commits, SessionsDiagnostics.Conflicts);
        await measured.Manager.CreateAsync();
        recorder.Of(SessionsDiagnostics.Commits).Should().Equal(("memory appended", 1));
        recorder.Of(SessionsDiagnostics.Conflicts).Should().Equal(("memory retried", 2));
    }

    [Fact]
    public async Task Operations_are_timed_and_errors_named_by_their_type()
    {
        await using var measured = new MeasuredStore(context => new SlowStore(new InMemoryStore(time: context.Time), (FakeTimeProvider)context.Time));
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.StoreOperationDuration);
        var store = measured.Manager.Store;
        var session = await measured.Manager.CreateAsync(new NewSession { Id = "s" });
        var key = session.Key;
        await store.FindAsync(key);
        await store.UseAsync(key, new SessionUse.Touch(Channel.Cli));
        await store.ReadLogAsync(key, 0, 10);
        await store.ReadMessagesAsync(key, default);
        await store.QueryAsync(new SessionQuery());
        await store.CountAsync("", SessionFilter.All);
        await store.FindByInvocationAsync("", "i");
        await store.TakeAsync(new CleanupRule(), 10);
        var log = (await store.ReadLogAsync(key, 0, 10))!;
        await store.ImportAsync(new SessionKey("copy"), log.Commits);
        await store.DeleteAsync(key);
        await Refused<SessionNotFoundException>(measured.Manager.SetPurposeAsync("s", "p"));
        recorder.Of(SessionsDiagnostics.StoreOperationDuration).Select(one => one.Tags).Should().Equal(
            "memory commit",
            "memory find",
            "memory touch",
            "memory read_log",
            "memory read_messages",
            "memory query",
            "memory count",
            "memory find_by_invocation",
            "memory take",
            "memory read_log",
            "memory import",
            "memory delete",
            "memory commit Sessions.SessionNotFoundException");
        recorder.Of(SessionsDiagnostics.StoreOperationDuration).First().Value.Should().Be(0);
        recorder.Of(SessionsDiagnostics.StoreOperationDuration).Skip(1).First().Value.Should().Be(0.25, "the slow find took so long, in seconds");
    }

    [Fact]
    public async Task Removals_are_counted_by_reason_but_not_those_of_a_dry_run()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.CleanupRemoved);
        var manager = measured.Manager;
        await manager.CreateAsync();
        var done = await manager.CreateAsync();
        await manager.CompleteAsync(done.Id);
        measured.Clock.Advance(TimeSpan.FromDays(31));
        var unused = await manager.CreateAsync(new NewSession { NoIdleTimeout = true });
        (await manager.CleanUpAsync(new CleanupRule { FinishedFor = TimeSpan.FromDays(30), DryRun = true })).Should().Be(2);
        recorder.All.Should().BeEmpty();
        await manager.CleanUpAsync();
        measured.Clock.Advance(TimeSpan.FromDays(1));
        await manager.CleanUpAsync(new CleanupRule { UnusedFor = TimeSpan.FromHours(1) });
        await manager.DeleteAsync(unused.Id);
        recorder.Of(SessionsDiagnostics.CleanupRemoved)
            .Should().Equal(("memory expired", 1), ("memory retention", 1), ("memory age", 1));
    }

    [Fact]
    public async Task Waits_for_a_lease_are_timed_by_outcome()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.LeaseWaitDuration);
        var manager = measured.Manager;
        var session = await manager.CreateAsync();
        await using (await manager.AcquireLeaseAsync(session.Id))
        {
            await Refused<SessionBusyException>(manager.AcquireLeaseAsync(session.Id));
            var wait = manager.AcquireLeaseAsync(session.Id, wait: TimeSpan.FromMilliseconds(40)).AsTask();
            measured.Clock.Advance(TimeSpan.FromMilliseconds(40));
            await Refused<SessionBusyException>(new ValueTask<SessionLease>(wait));
            var cancelled = manager.AcquireLeaseAsync(session.Id, wait: TimeSpan.FromHours(1), cancellationToken: new CancellationToken(true));
            await Refused<OperationCanceledException>(cancelled);
        }

        await Refused<SessionNotFoundException>(manager.AcquireLeaseAsync("none"));
        recorder.Of(SessionsDiagnostics.LeaseWaitDuration).Should().Equal(
            ("memory acquired", 0), ("memory busy", 0), ("memory busy", 0.04), ("memory cancelled", 0), ("memory failed", 0));
    }

    [Fact]
    public async Task The_feeds_lag_is_that_of_events_which_were_waited_for()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new MetricRecorder(measured.Metrics, SessionsDiagnostics.FeedLag);
        var session = await measured.Manager.CreateAsync();
        measured.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var feed = measured.Manager.WatchAsync(session.Id).GetAsyncEnumerator();
        (await feed.MoveNextAsync()).Should().BeTrue();
        var next = feed.MoveNextAsync().AsTask();
        recorder.All.Should().BeEmpty("what happened before anybody watched is no lag");
        await measured.Manager.SetPurposeAsync(session.Id, "p");
        (await next.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
        recorder.Of(SessionsDiagnostics.FeedLag).Should().Equal(("memory", 0));
    }

    [Fact]
    public async Task What_only_a_store_can_see_it_reports()
    {
        StoreDiagnostics? diagnostics = null;
        using var log = new LogRecorder();
        await using var measured = new MeasuredStore(
            context =>
            {
                diagnostics = context.Diagnostics;
                return new InMemoryStore();
            },
            services => services.AddLogging(logging => logging.AddProvider(log)));
        using var recorder = new MetricRecorder(measured.Metrics);
        diagnostics!.TornTailCut(new SessionKey("$user:alice", "s"), "/data/s.jsonl", 17, "/data/s.torn");
        diagnostics.Damaged(new SessionDamagedException("s", "/data/s.jsonl:3", "The checksum does not fit."));
        recorder.Of(SessionsDiagnostics.TornTails).Should().Equal(("own", 1));
        recorder.Of(SessionsDiagnostics.Damaged).Should().Equal(("own", 1));
        log.All.Select(entry => (entry.EventId, entry.Level, entry.Message)).Should().Equal(
            (1, LogLevel.Information, "Sessions are kept in the store memory."),
            (3, LogLevel.Warning, "Session s: /data/s.jsonl ended in 17 bytes of an unfinished commit, which were cut off and are kept in /data/s.torn."),
            (4, LogLevel.Error, "Session s is damaged at /data/s.jsonl:3; every other session works."));
        StoreDiagnostics.None.Damaged(new SessionDamagedException("s", "l", "m"));
    }

    [Fact]
    public async Task An_operator_who_forgets_to_enable_storage_is_told()
    {
        using var log = new LogRecorder();
        await using var measured = new MeasuredStore(null, services => services
            .AddSingleton(new Sessions.DependencyInjection.Settings.EnvironmentVariables(name => name == "SESSION_STORAGE_PATH" ? "/data" : null))
            .AddLogging(logging => logging.AddProvider(log)));
        log.All.Should().ContainSingle(entry => entry.EventId == 2).Which.Message.Should().Be(
            "SESSION_STORAGE_PATH is set, but storage is not enabled: sessions are kept in memory and lost with the process. Set SESSION_STORAGE_ENABLED=true, or remove SESSION_STORAGE_PATH; SESSION_STORAGE_ENABLED=false silences this.");
    }

    [Fact]
    public async Task The_meter_is_that_of_the_apps_factory_or_else_ends_with_the_container()
    {
        await using (var measured = new MeasuredStore(add: services => services.AddMetrics()))
        {
            measured.Metrics.Commits.Meter.Scope.Should().BeSameAs(measured.Services.GetRequiredService<IMeterFactory>());
            measured.Metrics.Commits.Meter.Name.Should().Be(SessionsDiagnostics.MeterName);
        }

        var own = new MeasuredStore();
        var metrics = own.Metrics;
        using var recorder = new MetricRecorder(metrics);
        metrics.Commits.Enabled.Should().BeTrue();
        await own.DisposeAsync();
        metrics.Commits.Enabled.Should().BeFalse();
    }

    private static Task<TException> Refused<TException>(ValueTask<SessionLease> pending)
        where TException : Exception => Assert.ThrowsAnyAsync<TException>(() => pending.AsTask());

    private static Task<TException> Refused<TException>(ValueTask<Session> pending)
        where TException : Exception => Assert.ThrowsAnyAsync<TException>(() => pending.AsTask());

    private sealed class RetryingStore(ISessionStore inner, int runs) : DelegatingSessionStore(inner)
    {
        public override ValueTask<CommitResult> CommitAsync(
            SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default) =>
            base.CommitAsync(
                key,
                (current, now) =>
                {
                    for (var i = 1; i < runs; i++)
                    {
                        decide(current, now);
                    }

                    return decide(current, now);
                },
                options,
                cancellationToken);
    }

    private sealed class SlowStore(ISessionStore inner, FakeTimeProvider clock) : DelegatingSessionStore(inner)
    {
        public override ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            return base.FindAsync(key, cancellationToken);
        }
    }
}
