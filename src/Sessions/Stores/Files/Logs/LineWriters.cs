using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>One buffer a thread. Taken, not shared: a decision that comes back to the store finds it gone and gets another.</summary>
internal static class LineWriters
{
    [ThreadStatic]
    private static LineWriter? t_spare;

    public static LineWriter Take()
    {
        var writer = t_spare ?? new LineWriter();
        t_spare = null;
        return writer;
    }

    public static void Return(LineWriter writer)
    {
        writer.Clear();
        t_spare = writer;
    }
}
