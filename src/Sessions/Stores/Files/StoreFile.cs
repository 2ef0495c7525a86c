using System.Text;
using System.Text.Json;

namespace Sessions.Stores.Files;

/// <summary>The file that says what kind of store a directory holds, and in which format.</summary>
internal static class StoreFile
{
    private const int Format = 1;
    private const string Name = "store.json";

    /// <summary>Makes a directory a store, or sees to it that it is one that this build reads.</summary>
    /// <exception cref="SessionStoreNotReadyException">It is another kind of store, of another format, or on a network file system.</exception>
    public static void Ready(string root, string kind)
    {
        var path = Path.Combine(root, Name);
        try
        {
            LocalDisk.EnsureLocal(root);
            Directory.CreateDirectory(root);
            if (!File.Exists(path))
            {
                Write(path, kind);
            }

            Check(path, File.ReadAllBytes(path), kind);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreNotReadyException($"The store's directory \"{root}\" cannot be used: {error.Message}", error);
        }
    }

    private static void Write(string path, string kind)
    {
        // Several processes may start at once; each writes the same, and a name appears with its content or not at all.
        var draft = $"{path}.{Guid.NewGuid():n}";
        File.WriteAllText(draft, $"{{\"format\":{Format},\"kind\":\"{kind}\"}}\n", new UTF8Encoding(false));
        File.Move(draft, path, overwrite: true);
    }

    private static void Check(string path, ReadOnlySpan<byte> content, string kind)
    {
        var (format, found) = (0, "");
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            format = document.RootElement.GetProperty("format").GetInt32();
            found = document.RootElement.GetProperty("kind").GetString() ?? "";
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SessionStoreNotReadyException($"\"{path}\" does not say what kind of store this is: {error.Message} Restore it, or use another directory.", error);
        }

        if (format != Format)
        {
            throw new SessionStoreNotReadyException($"\"{path}\" has format {format}; this build reads format {Format}. Use a newer build.");
        }

        if (found != kind)
        {
            throw new SessionStoreNotReadyException($"\"{path}\" is a store of kind \"{found}\", not \"{kind}\". Use another directory, or that kind.");
        }
    }
}
