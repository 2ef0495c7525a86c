namespace Sessions.Sample;

/// <summary>What the command line asks for.</summary>
internal abstract record Command
{
    private Command()
    {
    }

    /// <summary>The walk-through.</summary>
    public sealed record Walk(StoreChoice Store) : Command;

    /// <summary>The words on how to call it.</summary>
    public sealed record Help : Command;

    /// <summary>Bringing in a file of transcripts.</summary>
    public sealed record Import(string File, StoreChoice Store) : Command;

    /// <summary>Telling what a store holds.</summary>
    public sealed record Stats(StoreChoice Store) : Command;
}
