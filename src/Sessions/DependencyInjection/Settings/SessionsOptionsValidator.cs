using Microsoft.Extensions.Options;

namespace Sessions.DependencyInjection.Settings;

/// <summary>Holds settings to the rules that a manager made by hand holds them to.</summary>
internal sealed class SessionsOptionsValidator : IValidateOptions<SessionsOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionsOptions options)
    {
        string[] failures = [.. SessionsOptionsRules.Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
