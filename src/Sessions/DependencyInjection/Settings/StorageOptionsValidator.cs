using Microsoft.Extensions.Options;

namespace Sessions.DependencyInjection.Settings;

/// <summary>What storage settings must be: a kind of store that is there, and paths that can be paths.</summary>
internal sealed class StorageOptionsValidator(IEnumerable<StoreBackend> backends) : IValidateOptions<SessionsStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionsStorageOptions options)
    {
        string[] failures = [.. options.Origin.Failures, .. options.Enabled && options.Own is null ? Failures(options) : []];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(SessionsStorageOptions options)
    {
        if (StoreBackends.Find(backends, options.Backend ?? "") is null)
        {
            yield return $"{Label(options, nameof(options.Backend))} is \"{options.Backend}\": {StoreBackends.Mend(backends, options.Backend ?? "")}";
        }

        if (NoPath(options.Path))
        {
            yield return $"{Label(options, nameof(options.Path))} is \"{options.Path}\"; it is the path of a directory.";
        }

        if (NoPath(options.HistoryPath))
        {
            yield return $"{Label(options, nameof(options.HistoryPath))} is \"{options.HistoryPath}\"; it is the path of a directory.";
        }
    }

    private static bool NoPath(string? path) => string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal);

    private static string Label(SessionsStorageOptions options, string property) =>
        options.Origin.NameOf(property) ?? $"{nameof(SessionsStorageOptions)}.{property}";
}
