using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.DependencyInjection.Settings;
using Sessions.Testing;

namespace Sessions.Tests.Cleanup;

/// <summary>A host with a clock that a test moves, and a log that it reads.</summary>
internal sealed class CleanupHost : IAsyncDisposable
{
    private readonly IHost _host;

    private CleanupHost(IHost host, FakeTimeProvider clock, LogRecorder log)
    {
        _host = host;
        Clock = clock;
        Log = log;
    }

    public FakeTimeProvider Clock { get; }

    public LogRecorder Log { get; }

    public IServiceProvider Services => _host.Services;

    public SessionManager Manager => Services.GetRequiredService<SessionManager>();

    public static async Task<CleanupHost> StartAsync(Action<IServiceCollection> add, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider();
        var log = new LogRecorder();
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Services.AddSingleton<TimeProvider>(clock);
        app.Services.AddSingleton(new EnvironmentVariables(_ => null));
        app.Logging.AddProvider(log);
        add(app.Services);
        var host = app.Build();
        await host.StartAsync();
        return new CleanupHost(host, clock, log);
    }

    public Task StopAsync(CancellationToken impatience = default) => _host.StopAsync(impatience);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
