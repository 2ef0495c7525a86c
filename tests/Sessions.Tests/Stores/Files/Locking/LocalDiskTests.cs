using FluentAssertions;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class LocalDiskTests : LockTestBase
{
    private static readonly string[] s_mounts =
    [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        @"40 22 0:50 / /mnt/far\040away rw shared:9 - fuse.sshfs me@there: rw",
        "41 22 0:51 / /mnt/local rw - fuse.ntfs-3g /dev/sdb1 rw",
    ];

    [Fact]
    public void A_local_directory_is_let_through_also_before_it_exists() => LocalDisk.EnsureLocal(Path.Combine(Store, "a", "b"));

    [Theory]
    [InlineData(0x6969u, "nfs")]
    [InlineData(0xFF534D42u, "cifs")]
    [InlineData(0xFE534D42u, "smb2")]
    [InlineData(0xEF53u, null)]
    [InlineData(0x01021997u, null)]
    public void Network_file_systems_are_known_by_number(uint type, string? name) =>
        NetworkFileSystems.Find(type).Should().Be(name);

    [Theory]
    [InlineData("/mnt/far away/store", "fuse.sshfs")]
    [InlineData("/mnt/far away", "fuse.sshfs")]
    [InlineData("/mnt/far awayness", null)]
    [InlineData("/mnt/local/store", null)]
    public void What_fuse_carries_is_known_by_its_mount(string path, string? name) =>
        NetworkFileSystems.FindFuse(path, s_mounts).Should().Be(name);
}
