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

    /// <summary>Input and output together; at most <see cref="long.MaxValue"/>.</summary>
    public long TotalTokens => OutputTokens > long.MaxValue - Math.Max(InputTokens, 0) ? long.MaxValue : InputTokens + OutputTokens;

    /// <summary>The sum of two usages.</summary>
    /// <exception cref="OverflowException">It is more than can be counted.</exception>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right)
    {
        try
        {
            checked
            {
                return new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens)
                {
                    CachedInputTokens = left.CachedInputTokens + right.CachedInputTokens,
                    ReasoningTokens = left.ReasoningTokens + right.ReasoningTokens,
                    Cost = left.Cost + right.Cost,
                };
            }
        }
        catch (OverflowException error)
        {
            throw new OverflowException(
                $"Usage counts up to {long.MaxValue} tokens of a kind and a cost of {decimal.MaxValue}; the sum would be more. Check what is recorded, or go on in another session.",
                error);
        }
    }

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
