using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessions.DependencyInjection.Settings;

namespace Sessions.Sql.Tests.DependencyInjection;

/// <summary>Apps with an environment and a configuration of their own.</summary>
internal static class Doors
{
    public static ServiceCollection Services((string Name, string Value)[]? environment = null, (string Name, string? Value)[]? configuration = null)
    {
        var services = new ServiceCollection();
        Fill(services, environment ?? [], configuration ?? []);
        return services;
    }

    public static ServiceProvider Provider(
        Action<ISessionsBuilder> use, (string Name, string Value)[]? environment = null, (string Name, string? Value)[]? configuration = null)
    {
        var services = Services(environment, configuration);
        use(services.AddSessions());
        return services.BuildServiceProvider();
    }

    public static IHost Host(
        Action<ISessionsBuilder> use, (string Name, string Value)[]? environment = null, (string Name, string? Value)[]? configuration = null)
    {
        var app = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        Fill(app.Services, environment ?? [], configuration ?? []);
        use(app.Services.AddSessions());
        return app.Build();
    }

    public static TOptions OptionsOf<TOptions>(this IServiceProvider provider, string? key = null) =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(key ?? Options.DefaultName);

    private static void Fill(IServiceCollection services, (string Name, string Value)[] environment, (string Name, string? Value)[] configuration)
    {
        var variables = environment.ToDictionary(static pair => pair.Name, static pair => pair.Value);
        services.AddSingleton<EnvironmentVariables>(name => variables.GetValueOrDefault(name));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)))
            .Build());
    }
}
