using System.Diagnostics;

namespace Sessions.Tests.Processes;

/// <summary>A small file system in memory, mounted for a test: it can be full, and it can be read-only for root as well.</summary>
internal sealed class TmpfsDirectory : IDisposable
{
    private TmpfsDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>Why none can be mounted here; null where it can.</summary>
    public static string? Unavailable { get; } = Probe();

    public static TmpfsDirectory Mount(int kilobytes)
    {
        var path = Directory.CreateTempSubdirectory("sessions-tmpfs-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) is { } error)
        {
            Directory.Delete(path);
            throw new InvalidOperationException(error);
        }

        return new TmpfsDirectory(path);
    }

    /// <summary>Mounts a file over itself: as long as it is, no other can be put in its place.</summary>
    public static IDisposable Pin(string file)
    {
        if (Run("mount", "--bind", file, file) is { } error)
        {
            throw new InvalidOperationException(error);
        }

        return new Pinned(file);
    }

    public void Resize(int kilobytes) => Remount($"size={kilobytes}k");

    public void MakeReadOnly() => Remount("ro");

    public void MakeWritable() => Remount("rw");

    public void Dispose()
    {
        // Lazily: what a failed test left open must not keep it mounted.
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private void Remount(string options)
    {
        if (Run("mount", "-o", $"remount,{options}", Path) is { } error)
        {
            throw new InvalidOperationException(error);
        }
    }

    private sealed class Pinned(string file) : IDisposable
    {
        public void Dispose() => Run("umount", "-l", file);
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Only on Linux is there a tmpfs to mount.";
        }

        try
        {
            Mount(64).Dispose();
            return null;
        }
        catch (InvalidOperationException error)
        {
            return $"No file system may be mounted here, to be filled or made read-only: {error.Message}";
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{program}: {missing.Message}";
        }
    }
}
