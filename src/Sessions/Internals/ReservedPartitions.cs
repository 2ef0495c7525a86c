namespace Sessions;

/// <summary>Partitions that Sessions keeps for itself begin with a dollar sign; the app's own may not.</summary>
internal static class ReservedPartitions
{
    public const char Mark = '$';

    private const string UserPrefix = "$user:";

    /// <summary>Whether it holds machinery (pools, user state) that lists, limits and cleanup pass over.</summary>
    public static bool IsReserved(string partition) =>
        partition.Length > 0 && partition[0] == Mark && !partition.StartsWith(UserPrefix, StringComparison.Ordinal);

    public static string ForUser(string userId) => UserPrefix + userId;
}
