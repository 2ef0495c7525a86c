using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.Cleanup;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Cleanup;

/// <summary>A host that stops in the middle of a pass.</summary>
public sealed class CleanupStopTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_was_taken_is_still_told_and_nothing_more_is_taken()
    {
        var release = new TaskCompletionSource();
        var handler = new Handler((_, _) => new ValueTask(release.Task));
        await using var host = await StartAsync(handler, sessions: 5, batch: 3);
        await handler.NextAsync();
        var stop = host.StopAsync();
        stop.IsCompleted.Should().BeFalse("a handler is at work");
        release.SetResult();
        await stop.WaitAsync(Bound);
        handler.Heard.Should().Be(2, "the rest of the batch");
        (await host.Manager.CleanUpAsync()).Should().Be(2);
        host.Log.All.Should().NotContain(entry => entry.Level > LogLevel.Warning, "stopping is no error");
    }

    [Fact]
    public async Task Handlers_are_told_when_the_host_waits_no_longer()
    {
        var cancelled = new TaskCompletionSource();
        var handler = new Handler(async (_, token) =>
        {
            await using (token.Register(cancelled.SetResult))
            {
                await cancelled.Task;
            }

            token.ThrowIfCancellationRequested();
        });
        await using var host = await StartAsync(handler, sessions: 1, batch: 3);
        await handler.NextAsync();
        using var impatience = new CancellationTokenSource();
        var stop = host.StopAsync(impatience.Token);
        stop.IsCompleted.Should().BeFalse();
        await impatience.CancelAsync();
        await cancelled.Task.WaitAsync(Bound);
        try
        {
            await stop.WaitAsync(Bound);
        }
        catch (OperationCanceledException)
        {
            // What a host says when its patience was over.
        }
    }

    [Fact]
    public async Task A_handler_that_never_ends_does_not_hold_up_the_host()
    {
        var never = new TaskCompletionSource();
        var handler = new Handler((_, _) => new ValueTask(never.Task));
        await using var host = await StartAsync(handler, sessions: 1, batch: 3);
        await handler.NextAsync();
        var stop = async () => await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Bound);
        try
        {
            await stop();
        }
        catch (OperationCanceledException)
        {
            // What a host says when its patience was over.
        }

        never.SetResult();
    }

    [Fact]
    public async Task A_service_that_is_started_again_waits_for_its_handlers_again()
    {
        var impatient = new List<bool>();
        var handler = new Handler((_, token) =>
        {
            impatient.Add(token.IsCancellationRequested);
            return ValueTask.CompletedTask;
        });
        await using var host = await StartAsync(handler, sessions: 1, batch: 3);
        await handler.NextAsync();
        var service = host.Services.GetServices<IHostedService>().OfType<SessionCleanupService>().Single();
        await service.StopAsync(default);
        await service.StartAsync(default);
        await host.Manager.CreateAsync();
        host.Clock.Advance(SessionsOptions.DefaultIdleTimeout + SessionsOptions.DefaultCleanupInterval);
        await handler.NextAsync();
        await service.StopAsync(default).WaitAsync(Bound);
        impatient.Should().Equal(false, false);
    }

    private static async Task<CleanupHost> StartAsync(Handler handler, int sessions, int batch)
    {
        var host = await CleanupHost.StartAsync(services => services
            .AddSingleton<ISessionRemovalHandler>(handler)
            .AddSessions(options => options.CleanupBatch = batch));
        for (var i = 0; i < sessions; i++)
        {
            await host.Manager.CreateAsync();
        }

        host.Clock.Advance(SessionsOptions.DefaultIdleTimeout + SessionsOptions.DefaultCleanupInterval);
        return host;
    }
}
