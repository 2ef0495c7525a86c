using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Internals;

public sealed class TokenUsageTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 4, 7)]
    [InlineData(long.MaxValue, 0, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue)]
    public void The_total_never_turns_negative(long input, long output, long total) =>
        new TokenUsage(input, output).TotalTokens.Should().Be(total);
}
