using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>Names and opens the generations of a catalog: <c>catalog.{number}.jsonl</c> in the store's directory.</summary>
internal static class CatalogFiles
{
    private const string Prefix = "catalog.";
    private const string Suffix = ".jsonl";
    private const string DraftSuffix = ".draft";
    private const int DistinctBits = 20;

    public static string PathOf(string directory, long generation) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{generation}{Suffix}"));

    /// <summary>Each writer has drafts of his own: several may be at it at once.</summary>
    public static string DraftOf(string directory, long generation, string writer) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{generation}.{writer}{DraftSuffix}"));

    /// <summary>The greatest number in use; zero for none.</summary>
    public static long Newest(string directory)
    {
        var newest = 0L;
        foreach (var generation in All(directory))
        {
            newest = Math.Max(newest, generation);
        }

        return newest;
    }

    /// <summary>
    /// A number that no generation before had, also where somebody removed them all within the same millisecond: whoever
    /// still holds a file that was removed knows by its number that the one there now is another.
    /// </summary>
    public static long NextAfter(long newest, TimeProvider time) => newest > 0
        ? newest + 1
        : (time.GetUtcNow().ToUnixTimeMilliseconds() << DistinctBits) | (long)Random.Shared.Next(1 << DistinctBits);

    public static SafeFileHandle? TryOpen(string path, FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public static SafeFileHandle Create(string path) =>
        File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Removes what is sealed. What another process keeps open on Windows goes the next time.</summary>
    public static void RemoveBefore(string directory, long generation)
    {
        foreach (var old in All(directory).Where(old => old < generation).ToArray())
        {
            try
            {
                File.Delete(PathOf(directory, old));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Sealed, so nobody takes it for the newest as long as the next one is there.
            }
        }
    }

    /// <summary>
    /// Removes the drafts of generations up to one that is there: a death left them, or they come too late, which who still writes
    /// one finds out.
    /// </summary>
    public static void RemoveDraftsUpTo(string directory, long generation)
    {
        foreach (var draft in Directory.EnumerateFiles(directory, Prefix + "*" + DraftSuffix))
        {
            var number = Path.GetFileName(draft.AsSpan())[Prefix.Length..];
            number = number[..number.IndexOf('.')];
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var old) || old > generation)
            {
                // Somebody is already writing the one after.
                continue;
            }

            try
            {
                File.Delete(draft);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // In use, where that forbids it: the next one to compact removes it.
            }
        }
    }

    private static IEnumerable<long> All(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix))
        {
            var name = Path.GetFileName(path.AsSpan());
            if (name.Length > Prefix.Length + Suffix.Length
                && long.TryParse(name[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }
}
