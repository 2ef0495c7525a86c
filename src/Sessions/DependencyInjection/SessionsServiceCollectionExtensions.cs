using Microsoft.Extensions.Configuration;
using Sessions;
using Sessions.DependencyInjection;
using Sessions.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions to an app.</summary>
/// <remarks>
/// <para>Added are <see cref="SessionManager"/> and <see cref="ISessionStore"/> as singletons, and a hosted service that opens
/// the store when the host starts and cleans up. Adding twice adds once; what the second call says is added to the first.</para>
/// <para>Settings come from code, then from configuration, then from the environment; what comes later replaces what came
/// before, setting by setting. Configuration is the section <c>Sessions</c> of the app's <see cref="IConfiguration"/>, or the
/// sections given. The environment (<c>SESSION_STORAGE_ENABLED</c> and its kin) speaks of the registration without a key
/// only, since two stores cannot share one path. Bad settings stop the host at its start with an
/// <see cref="Options.OptionsValidationException"/> that names each of them.</para>
/// </remarks>
public static class SessionsServiceCollectionExtensions
{
    /// <summary>Adds sessions; in memory unless the builder, configuration or the environment say otherwise.</summary>
    public static ISessionsBuilder AddSessions(this IServiceCollection services) => SessionsServices.Add(services, null);

    /// <summary>Adds sessions with settings from code; configuration and the environment may replace them.</summary>
    public static ISessionsBuilder AddSessions(this IServiceCollection services, Action<SessionsOptions> configure) =>
        SessionsServices.Add(services, null, configure);

    /// <summary>Adds sessions with settings from a section of configuration; the environment may replace them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The section that holds the settings, or a whole configuration, whose section <c>Sessions</c> is taken.
    /// </param>
    public static ISessionsBuilder AddSessions(this IServiceCollection services, IConfiguration section) =>
        SessionsServices.Add(services, null, section);

    /// <summary>Adds sessions under a service key, beside others: an app can have several stores.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key, also the name of the options. Not empty.</param>
    public static ISessionsBuilder AddKeyedSessions(this IServiceCollection services, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return SessionsServices.Add(services, key);
    }

    /// <summary>Adds sessions under a service key, with settings from code.</summary>
    public static ISessionsBuilder AddKeyedSessions(
        this IServiceCollection services, string key, Action<SessionsOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return SessionsServices.Add(services, key, configure);
    }

    /// <summary>Adds sessions under a service key, with settings from a section of configuration.</summary>
    public static ISessionsBuilder AddKeyedSessions(this IServiceCollection services, string key, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return SessionsServices.Add(services, key, section);
    }
}
