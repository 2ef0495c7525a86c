using System.Security.Cryptography;
using System.Text;

namespace Sessions.Sql;

/// <summary>
/// What names a session in every table, in one column, so that the column alone can distribute them: the id, after its partition
/// and a slash where there is one. An id has no slash, so no two keys meet.
/// </summary>
internal static class SqlKeys
{
    private const int LongestSpace = 64;
    private const string Hashed = "~";
    private const string HashedMachinery = "$~";

    /// <summary>A session's key in every table; what no session has where the id is none, since it may say what another partition's row says.</summary>
    public static string RowOf(SessionKey key) =>
        !Check.IsSessionId(key.Id) ? "" : key.Partition.Length == 0 ? key.Id : $"{SpaceOf(key.Partition)}/{key.Id}";

    /// <summary>A partition as it stands before the slash: as it is, or, where it is long or begins like one that is, as a hash.</summary>
    public static string SpaceOf(string partition) =>
        partition.Length <= LongestSpace && !partition.StartsWith(Hashed, StringComparison.Ordinal)
        && !partition.StartsWith(HashedMachinery, StringComparison.Ordinal) && SqlText.IsPlain(partition)
            ? partition
            : $"{(ReservedPartitions.IsReserved(partition) ? HashedMachinery : Hashed)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(partition)).AsSpan(0, 31))}";
}
