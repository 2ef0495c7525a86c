using System.Text;
using FluentAssertions;
using Sessions.Filters;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Filters;

public sealed class LikePatternTests(ITestOutputHelper output)
{
    [Fact]
    public void Any_pattern_matches_what_a_plain_matcher_says()
    {
        var random = new Random(TestSeed.Next(output));
        string[] letters = ["a", "b", "\U0001F600", "\uE000", "%", "_", "\\"];
        string[] signs = ["a", "b", "\U0001F600", "\uE000", "\\%", "\\_", "\\\\", "%", "%", "_", "_"];
        var matched = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var text = Join(letters, random.Next(8), random.Next(2, letters.Length + 1));
            var pattern = Join(signs, random.Next(8), signs.Length);
            var expected = Matches([.. pattern.EnumerateRunes()], [.. text.EnumerateRunes()]);
            Assert.True(LikePattern.Compile(pattern).IsMatch(text) == expected, $"Pattern {pattern} and text {text} should be {expected}.");
            matched += expected ? 1 : 0;
        }

        matched.Should().BeGreaterThan(1000);

        string Join(string[] parts, int count, int of) => string.Concat(Enumerable.Range(0, count).Select(_ => parts[random.Next(of)]));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(200)]
    public void A_long_piece_is_found_where_it_stands(int length)
    {
        var piece = "_" + new string('a', length - 2) + "b";
        var pattern = LikePattern.Compile($"%{piece}%c");
        pattern.IsMatch(new string('a', 500) + "bc").Should().BeTrue();
        pattern.IsMatch("x" + new string('a', length - 2) + "b" + "..c").Should().BeTrue();
        pattern.IsMatch(new string('a', length - 2) + "bc").Should().BeFalse();
        pattern.IsMatch(new string('a', 500) + "cb").Should().BeFalse();
    }

    [Fact]
    public void A_megabyte_and_the_worst_pattern_take_no_time_to_speak_of()
    {
        var text = new string('a', 1 << 20);
        var pattern = LikePattern.Compile("%" + string.Concat(Enumerable.Repeat("a_", 2040)) + "b%");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        pattern.IsMatch(text).Should().BeFalse();
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "the work is 64 words for each character, not 4,000 characters");
    }

    [Fact]
    public void Code_points_are_ordered_as_their_bytes_are()
    {
        var random = new Random(TestSeed.Next(output));
        string[] letters = ["a", "b", "\u00E4", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF"];
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (Join(), Join());
            var expected = Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
            Assert.True(Math.Sign(CodePointOrder.Compare(left, right)) == Math.Sign(expected), $"{left} and {right} should compare as {expected}.");
        }

        string Join() => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => letters[random.Next(letters.Length)]));
    }

    // Two rows of a table: plain, and quadratic.
    private static bool Matches(Rune[] pattern, Rune[] text)
    {
        var row = new bool[text.Length + 1];
        row[0] = true;
        for (var p = 0; p < pattern.Length; p++)
        {
            var next = new bool[text.Length + 1];
            var sign = pattern[p].Value;
            var literal = sign == '\\';
            sign = literal ? pattern[++p].Value : sign;
            for (var t = 0; t <= text.Length; t++)
            {
                next[t] = !literal && sign == '%'
                    ? row[t] || (t > 0 && next[t - 1])
                    : t > 0 && row[t - 1] && ((!literal && sign == '_') || text[t - 1].Value == sign);
            }

            row = next;
        }

        return row[^1];
    }
}
