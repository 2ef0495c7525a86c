using System.Collections.Frozen;

namespace Sessions.Stores.Files;

/// <summary>The file systems that several machines can write to, as Linux numbers and names them.</summary>
internal static class NetworkFileSystems
{
    /// <summary>A file system run by a program: which one, its number does not tell.</summary>
    public const uint Fuse = 0x6573_5546;

    private static readonly FrozenDictionary<uint, string> s_byType = new Dictionary<uint, string>
    {
        [0x0000_6969] = "nfs",
        [0x0000_517B] = "smb",
        [0xFF53_4D42] = "cifs",
        [0xFE53_4D42] = "smb2",
        [0x0000_564C] = "ncp",
        [0x5346_414F] = "afs",
        [0x6B41_4653] = "afs",
        [0x7375_7245] = "coda",
        [0x00C3_6400] = "ceph",
        [0x0BD0_0BD0] = "lustre",
        [0x4750_4653] = "gpfs",
        [0x0116_1970] = "gfs2",
        [0x7461_636F] = "ocfs2",
        [0x2003_0528] = "orangefs",
        [0x1983_0326] = "beegfs",
        [0x6A65_6A62] = "vmhgfs",
        [0xBACB_ACBC] = "vmhgfs",
        [0xAAD7_AAEA] = "panfs",
        [0x6765_6673] = "acfs",
    }.ToFrozenDictionary();

    private static readonly string[] s_fuse =
    [
        "sshfs", "glusterfs", "ceph", "s3fs", "rclone", "gcsfuse", "goofys", "mount-s3", "blobfuse", "blobfuse2", "davfs",
        "curlftpfs", "smbnetfs", "juicefs", "seaweedfs", "moosefs", "mfs", "lizardfs", "beegfs", "quobyte", "hdfs",
    ];

    /// <summary>The name of a network file system; null for any other type.</summary>
    public static string? Find(uint type) => s_byType.GetValueOrDefault(type);

    /// <summary>The name of the network file system that a program serves at a path; null when it is none that is known.</summary>
    /// <param name="path">A path without links.</param>
    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>.</param>
    public static string? FindFuse(string path, IEnumerable<string> mounts)
    {
        string longest = string.Empty;
        string? type = null;
        foreach (string line in mounts)
        {
            // "36 35 98:0 /root /mount/point options [more] - type source options", spaces in names written as \040.
            string[] halves = line.Split(" - ", 2);
            string[] fields = halves[0].Split(' ');
            if (halves.Length == 2 && fields.Length > 4 && Unescape(fields[4]) is var point
                && Contains(point, path) && point.Length >= longest.Length)
            {
                longest = point;
                type = halves[1].Split(' ', 2)[0];
            }
        }

        string? name = type?.Split('.', 2) is ["fuse", var program] ? program : null;
        return name is not null && s_fuse.Contains(name) ? type : null;
    }

    private static bool Contains(string point, string path) =>
        point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);

    private static string Unescape(string text) => text
        .Replace(@"\040", " ", StringComparison.Ordinal)
        .Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);
}
