using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Sessions.DependencyInjection.Settings;

/// <summary>
/// Lays configuration, and then the environment, over what code said. It runs after all that code configures, in whatever order
/// that was written down.
/// </summary>
internal sealed class OutsideSettings(SessionsRegistration registration, IConfiguration? configuration, EnvironmentVariables variables)
    : IPostConfigureOptions<SessionsOptions>, IPostConfigureOptions<SessionsStorageOptions>
{
    public void PostConfigure(string? name, SessionsOptions options)
    {
        if (name != registration.OptionsName)
        {
            return;
        }

        foreach (var section in Sections())
        {
            SectionSettings.Apply(section, options);
        }

        if (registration.Key is null)
        {
            EnvironmentSettings.Apply(variables, options);
        }
    }

    public void PostConfigure(string? name, SessionsStorageOptions options)
    {
        if (name != registration.OptionsName)
        {
            return;
        }

        foreach (var section in Sections())
        {
            SectionSettings.Apply(section, options);
        }

        if (registration.Key is null)
        {
            EnvironmentSettings.Apply(variables, options);
        }
    }

    private List<IConfiguration> Sections() =>
        registration.Sections.Count == 0 && registration.Key is null && configuration is not null
            ? [configuration.GetSection(SectionSettings.DefaultSection)]
            : registration.Sections;
}
