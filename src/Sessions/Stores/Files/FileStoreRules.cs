using System.Runtime.CompilerServices;

namespace Sessions.Stores.Files;

/// <summary>What a file store can be opened with: each refusal names the setting, what it is, and what it may be.</summary>
internal static class FileStoreRules
{
    // What the locks take as their bound.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    public static void Check(string path, [CallerArgumentExpression(nameof(path))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(path, parameter);
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"A store's directory is named by a path; \"{path}\" is none. Give one such as \".sessions\".", parameter);
        }
    }

    public static void Check(int maxOpenSessions, TimeSpan lockTimeout, string parameter)
    {
        if (maxOpenSessions < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, maxOpenSessions, "MaxOpenSessions is one or more.");
        }

        if (lockTimeout < TimeSpan.Zero || lockTimeout > LongestWait)
        {
            throw new ArgumentOutOfRangeException(parameter, lockTimeout, "LockTimeout is zero (do not wait) to 24 days.");
        }
    }

    public static void CheckHorizon(TimeSpan age, int versions, string parameter)
    {
        if (age <= TimeSpan.Zero && age != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                parameter, age, "HorizonAge is more than zero; Timeout.InfiniteTimeSpan keeps every change, however old.");
        }

        if (versions < 1)
        {
            throw new ArgumentOutOfRangeException(
                parameter, versions, "HorizonVersions is one or more; int.MaxValue keeps every change, however many came after it.");
        }
    }
}
