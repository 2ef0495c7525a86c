using System.Globalization;

namespace Sessions.Stores.Files;

/// <summary>When the machine was started, as the kernel knows it.</summary>
internal static class MachineStart
{
    private const string Field = "btime ";

    /// <summary>The instant (UTC); long ago where it cannot be known, so that nothing counts as older.</summary>
    public static DateTime Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return DateTime.MinValue;
        }

        try
        {
            foreach (var line in File.ReadLines("/proc/stat"))
            {
                if (line.StartsWith(Field, StringComparison.Ordinal)
                    && long.TryParse(line.AsSpan(Field.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A container may hide it. Then nothing is older than the machine's start, which is the careful answer.
            return DateTime.MinValue;
        }

        return DateTime.MinValue;
    }
}
