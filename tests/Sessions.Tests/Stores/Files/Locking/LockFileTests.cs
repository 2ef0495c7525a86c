using System.Globalization;
using System.Runtime.InteropServices;
using FluentAssertions;
using Sessions.Stores.Files;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class LockFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-lock-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>A process that is just being started has copies of all descriptors, and a lock lives as long as any of them.</summary>
    [LinuxFact]
    public void A_lock_file_that_is_closed_is_free_whoever_has_a_copy_of_its_descriptor()
    {
        var path = Path.Combine(_directory.CreateSubdirectory("locks").FullName, "00");
        int copy;
        using (var held = LockFile.Open(path))
        {
            held.TryLock().Should().BeTrue();
            copy = Copy(DescriptorOf(path));
            copy.Should().BePositive();
        }

        try
        {
            using var next = LockFile.Open(path);
            next.TryLock().Should().BeTrue();
        }
        finally
        {
            _ = Close(copy);
        }
    }

    private static int DescriptorOf(string path) => int.Parse(
        Path.GetFileName(Directory.EnumerateFiles("/proc/self/fd").First(link => new FileInfo(link).LinkTarget == path)), CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Copy(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
