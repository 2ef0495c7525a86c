namespace Sessions.Stores.FileSystem;

/// <summary><c>invocations.json</c>: an array with an entry a line. Its end is written over, never the rest.</summary>
internal sealed class InvocationsFile : AppendedFile
{
    private static ReadOnlySpan<byte> Opening => "["u8;

    private static ReadOnlySpan<byte> Ending => "\n]\n"u8;

    public InvocationsFile(string path, bool anew, FileStamp old, long count)
        : base(path, anew, anew ? 0 : old.Length - Ending.Length)
    {
        Count = anew ? 0 : count;
        if (anew)
        {
            Pending.Raw(Opening);
        }
    }

    /// <summary>How many entries it has.</summary>
    public long Count { get; private set; }

    protected override ReadOnlySpan<byte> Closing => Ending;

    public void Add(Invocation invocation, string? folder, SessionEvent linked)
    {
        Pending.Raw(Count++ > 0 ? ",\n"u8 : "\n"u8);
        ProjectionJson.WriteInvocation(Pending, invocation, folder, linked);
        Written();
    }
}
