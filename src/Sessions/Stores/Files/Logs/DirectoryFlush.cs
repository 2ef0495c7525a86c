using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>Makes new and removed names of a directory last, for which .NET has no call.</summary>
internal static class DirectoryFlush
{
    /// <exception cref="IOException">The system refused.</exception>
    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = LibC.Open(directory, LibC.ReadOnly | LibC.CloseOnExec);
        if (descriptor < 0)
        {
            throw Refused(directory, Marshal.GetLastPInvokeError());
        }

        try
        {
            if (LibC.Fsync(descriptor) < 0)
            {
                throw Refused(directory, Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    // As a flush of a file fails, so that nobody has to tell the two apart.
    private static IOException Refused(string directory, int error) =>
        new($"The directory \"{directory}\" cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");
}
