using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>Every refusal of the locks, in one place.</summary>
internal static class LockErrors
{
    /// <summary>Others kept the lock longer than the caller was ready to wait.</summary>
    public static Exception Busy(string path, TimeSpan bound) => new SessionBusyException(
        $"The lock '{path}' was held by others for {bound.TotalSeconds:0.###} s. " +
        "Try again; if it lasts, a process that uses this store has stopped while it was writing.");

    /// <summary>The file system belongs to another machine, whose processes these locks do not reach.</summary>
    public static Exception NotLocal(string path, string fileSystem) => new SessionStoreNotReadyException(
        $"'{path}' lies on a network file system ({fileSystem}). " +
        "The file stores keep processes apart with locks that do not reach other machines: " +
        "use a local disk, or a database store for several machines.");

    /// <summary>The store's directory is gone.</summary>
    public static Exception DirectoryGone(string directory) => new SessionStoreUnavailableException(
        $"The directory '{directory}' of the store is gone. Open the store anew.");

    /// <summary>Another live process goes by this writer's name.</summary>
    public static Exception WriterExists(string path) => new SessionStoreNotReadyException(
        $"The writer '{path}' is alive in another process. A writer's id must be its own: take a random one.");

    /// <summary>The operating system refused.</summary>
    public static Exception Unavailable(string path, int error) => new SessionStoreUnavailableException(
        $"The lock '{path}' cannot be used: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");
}
