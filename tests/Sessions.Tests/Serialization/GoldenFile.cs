namespace Sessions.Tests.Serialization;

internal static class GoldenFile
{
    public static IEnumerable<byte[]> Lines(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "v1", name));
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start) + 1;
            yield return bytes[start..end];
            start = end;
        }
    }
}
