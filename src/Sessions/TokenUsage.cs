namespace Sessions;

/// <summary>Tokens that model calls took, and what they are estimated to cost.</summary>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
public readonly record struct TokenUsage(long InputTokens, long OutputTokens)
{
    /// <summary>Of the input, tokens that came from the provider's cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Of the output, tokens spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The estimated cost, in the one currency that the app uses.</summary>
    public decimal Cost { get; init; }

    /// <summary>Input and output together.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>The sum of two usages.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) =>
        new(checked(left.InputTokens + right.InputTokens), checked(left.OutputTokens + right.OutputTokens))
        {
            CachedInputTokens = checked(left.CachedInputTokens + right.CachedInputTokens),
            ReasoningTokens = checked(left.ReasoningTokens + right.ReasoningTokens),
            Cost = left.Cost + right.Cost,
        };

    /// <summary>The sum of two usages.</summary>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;

    internal TokenUsage Validated()
    {
        if (InputTokens < 0 || OutputTokens < 0 || CachedInputTokens < 0 || ReasoningTokens < 0 || Cost < 0)
        {
            throw new ArgumentOutOfRangeException("usage", this, "Token counts and costs are zero or more.");
        }

        return this;
    }
}
