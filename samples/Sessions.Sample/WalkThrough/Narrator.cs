namespace Sessions.Sample.WalkThrough;

/// <summary>Tells the walk-through, and stops it where what it tells is not so.</summary>
internal sealed class Narrator
{
    private int _chapter;

    /// <summary>How much was checked.</summary>
    public int Checks { get; private set; }

    public void Chapter(string title) => Console.WriteLine($"\n{++_chapter}. {title}");

    public static void Say(string line) => Console.WriteLine($"   {line}");

    /// <summary>Says something that is true, or stops.</summary>
    public void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new WalkThroughException($"it does not hold that {claim}.");
        }

        Checks++;
        Say($"✓ {claim}");
    }
}
