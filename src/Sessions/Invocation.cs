namespace Sessions;

/// <summary>One execution of a tool, as a session links to it.</summary>
/// <param name="Id">What names the execution, 1 to 256 characters. Linking the same id again counts it once.</param>
/// <param name="Tool">The tool's name, 1 to 256 characters.</param>
public sealed record Invocation(string Id, string Tool)
{
    /// <summary>The directory of the tool's own record, relative to the history root; null where it keeps none.</summary>
    public string? Directory { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How it ended.</summary>
    public InvocationOutcome Outcome { get; init; } = InvocationOutcome.Succeeded;

    internal Invocation Validated()
    {
        Check.Name(Id, "An invocation id");
        Check.Name(Tool, "A tool name");
        if (Directory is not null)
        {
            Check.Utf16(Directory, nameof(Directory));
        }

        if (Duration < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "A duration is zero or more.");
        }

        if (Outcome > InvocationOutcome.Cancelled)
        {
            throw new ArgumentOutOfRangeException(nameof(Outcome), Outcome, "An outcome is Succeeded, Failed or Cancelled.");
        }

        return this;
    }
}
