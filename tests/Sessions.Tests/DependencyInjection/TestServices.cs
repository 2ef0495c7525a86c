using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sessions.DependencyInjection.Settings;
using Sessions.Stores.InMemory;

namespace Sessions.Tests.DependencyInjection;

/// <summary>Services with an environment and a configuration of their own, and file stores that are none.</summary>
internal static class TestServices
{
    public static ServiceCollection New(params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        var services = new ServiceCollection();
        services.AddSingleton<EnvironmentVariables>(name => variables.GetValueOrDefault(name));
        return services;
    }

    public static IConfiguration Configuration(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        .Build();

    /// <summary>Names under which a test recognises what was chosen, and with which settings.</summary>
    public static ISessionsBuilder AddNamed(this ISessionsBuilder builder, params string[] backends)
    {
        foreach (var backend in backends)
        {
            builder.AddBackend(backend, context => new NamedStore(backend, context));
        }

        return builder;
    }
}
