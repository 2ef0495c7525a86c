using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sessions.DependencyInjection;

/// <summary>One registration of sessions in a container: what was said while services were added, and how to find its parts.</summary>
internal sealed class SessionsRegistration(IServiceCollection services, string? key) : ISessionsBuilder
{
    public IServiceCollection Services => services;

    public string? Key => key;

    public string OptionsName => key ?? Options.DefaultName;

    /// <summary>The sections that were given, in order.</summary>
    public List<IConfiguration> Sections { get; } = [];

    /// <summary>The earlier registration under a key, so that adding sessions twice adds them once.</summary>
    public static SessionsRegistration? Find(IServiceCollection services, string? key) => services
        .Where(service => !service.IsKeyedService)
        .Select(service => service.ImplementationInstance)
        .OfType<SessionsRegistration>()
        .FirstOrDefault(registration => registration.Key == key);

    public T Get<T>(IServiceProvider provider)
        where T : notnull =>
        key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);

    public IEnumerable<T> GetAll<T>(IServiceProvider provider)
        where T : notnull =>
        key is null ? provider.GetServices<T>() : provider.GetKeyedServices<T>(key);

    public TOptions OptionsOf<TOptions>(IServiceProvider provider)
        where TOptions : class, new() =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(OptionsName);
}
