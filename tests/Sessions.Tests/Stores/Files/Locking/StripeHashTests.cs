using FluentAssertions;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class StripeHashTests
{
    [Theory]
    [InlineData("", "a", 61)]
    [InlineData("", "import-12-0", 45)]
    [InlineData("user:anna", "a", 53)]
    [InlineData("", "zoë", 37)]
    public void Stripes_never_change(string partition, string id, int stripe) =>
        StripeHash.StripeOf(partition, id).Should().Be(stripe);

    [Fact]
    public void Keys_spread_over_all_stripes()
    {
        int[] counts = new int[FileLockSet.Stripes];
        for (int i = 0; i < 64_000; i++)
        {
            counts[StripeHash.StripeOf("p", $"session-{i}")]++;
        }

        counts.Should().OnlyContain(count => count > 700 && count < 1300);
    }

    [Fact]
    public void Long_keys_work() => StripeHash.StripeOf(new string('p', 5_000), "a").Should().BeInRange(0, 63);
}
