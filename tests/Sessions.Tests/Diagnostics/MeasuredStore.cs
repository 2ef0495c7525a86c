using Microsoft.Extensions.DependencyInjection;
using Sessions.DependencyInjection;
using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Testing;
using Sessions.Tests.DependencyInjection;

namespace Sessions.Tests.Diagnostics;

/// <summary>A container with a measured store.</summary>
internal sealed class MeasuredStore : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public MeasuredStore(Func<SessionStoreContext, ISessionStore>? store = null, Action<IServiceCollection>? add = null)
    {
        var services = TestServices.New();
        services.AddSingleton<TimeProvider>(Clock);
        add?.Invoke(services);
        var builder = services.AddSessions();
        if (store is not null)
        {
            builder.UseStore(store);
        }

        _provider = services.BuildServiceProvider();
        Manager = _provider.GetRequiredService<SessionManager>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public SessionManager Manager { get; }

    public IServiceProvider Services => _provider;

    public SessionsMetrics Metrics => _provider.GetRequiredService<SessionsMetrics>();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
