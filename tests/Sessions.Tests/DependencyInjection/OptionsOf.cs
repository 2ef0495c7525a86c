using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sessions.Tests.DependencyInjection;

internal static class OptionsOf
{
    public static TOptions GetOptions<TOptions>(this IServiceProvider provider, string? name = null)
        where TOptions : class =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name ?? Options.DefaultName);
}
