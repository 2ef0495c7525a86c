using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions.Stores;

namespace Sessions.Sql.DependencyInjection;

/// <summary>Sees to the tables when the host starts, so that what is missing is heard of then and not at the first call.</summary>
internal sealed class SqlPreparation(IServiceProvider provider, string? key) : IHostedService
{
    public string? Key => key;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var store = key is null ? provider.GetRequiredService<ISessionStore>() : provider.GetRequiredKeyedService<ISessionStore>(key);
        if (store.GetService(typeof(SqlStore)) is SqlStore sql)
        {
            await sql.ReadyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
