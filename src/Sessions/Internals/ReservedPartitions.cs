using System.Globalization;

namespace Sessions;

/// <summary>Partitions that Sessions keeps for itself begin with a dollar sign; the app's own may not.</summary>
internal static class ReservedPartitions
{
    public const char Mark = '$';

    private const string UserPrefix = "$user";

    /// <summary>Whether it holds machinery (pools, user state) that lists, limits and cleanup pass over.</summary>
    public static bool IsReserved(string partition) =>
        partition.Length > 0 && partition[0] == Mark && !IsUsers(partition);

    private static bool IsUsers(string partition) =>
        partition.StartsWith(UserPrefix, StringComparison.Ordinal) && partition.AsSpan(UserPrefix.Length) is [':' or '@', ..];

    /// <summary>A user's own partition: of the app as a whole, or within one of its partitions, whose length keeps the two names apart.</summary>
    public static string ForUser(string partition, string userId) => partition.Length == 0
        ? $"{UserPrefix}:{userId}"
        : string.Create(CultureInfo.InvariantCulture, $"{UserPrefix}@{partition.Length}:{partition}:{userId}");
}
