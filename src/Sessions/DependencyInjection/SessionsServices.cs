using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessions.Cleanup;
using Sessions.DependencyInjection.Settings;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions.DependencyInjection;

/// <summary>What adding sessions adds.</summary>
internal static class SessionsServices
{
    public static ISessionsBuilder Add(IServiceCollection services, string? key, Action<SessionsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var registration = Add(services, key);
        services.Configure(registration.OptionsName, configure);
        return registration;
    }

    public static ISessionsBuilder Add(IServiceCollection services, string? key, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var registration = Add(services, key);
        registration.Sections.Add(section is IConfigurationSection ? section : section.GetSection(SectionSettings.DefaultSection));
        return registration;
    }

    public static SessionsRegistration Add(IServiceCollection services, string? key)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (SessionsRegistration.Find(services, key) is { } earlier)
        {
            return earlier;
        }

        var registration = new SessionsRegistration(services, key);
        services.AddSingleton(registration);
        AddShared(services);
        AddOptions(services, registration);
        services.TryAdd(ServiceDescriptor.KeyedSingleton<ISessionStore>(key, (provider, _) => StoreFactory.Create(provider, registration)));
        services.TryAdd(ServiceDescriptor.KeyedSingleton(key, (provider, _) => new SessionManager(
            registration.Get<ISessionStore>(provider),
            registration.OptionsOf<SessionsOptions>(provider),
            provider.GetService<TimeProvider>())));
        services.AddSingleton<IHostedService>(provider => new SessionCleanupService(provider, registration));
        return registration;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton<EnvironmentVariables>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton(provider => new SessionsMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionsOptions>, SessionsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionsStorageOptions>, StorageOptionsValidator>());
    }

    private static void AddOptions(IServiceCollection services, SessionsRegistration registration)
    {
        services.AddOptionsWithValidateOnStart<SessionsOptions>(registration.OptionsName);
        services.AddOptionsWithValidateOnStart<SessionsStorageOptions>(registration.OptionsName);
        services.AddSingleton<IPostConfigureOptions<SessionsOptions>>(provider => Settings(provider, registration));
        services.AddSingleton<IPostConfigureOptions<SessionsStorageOptions>>(provider => Settings(provider, registration));
    }

    private static OutsideSettings Settings(IServiceProvider provider, SessionsRegistration registration) => new(
        registration, provider.GetService<IConfiguration>(), provider.GetRequiredService<EnvironmentVariables>());
}
