using System.Text;
using System.Text.Json;
using FluentAssertions;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Filters;

/// <summary>Whatever is given to the parsers, they read it or refuse it with a <see cref="FormatException"/> that says where.</summary>
public sealed class FilterFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Scraps =
    [
        "status", "state(", "metadata('k')", "tags", "createdAt", "version", "pinned", " eq ", " in (", " like ", " is null", " and ", " or ", " not ", "not ", "(", ")", ",",
        "'", "\"", "''", "'active'", "2026-01-01T00:00:00Z", "2026-13-01", "0001-01-01T00:00:00+14:00", "1e400", "-", "9223372036854775808", "1.5", "true", "false", "null", "%", "%2", "%zz", "%C3", "+", "&", "=",
        "?", "where=", "metadata.", "metadata.k=", "status=", "\0", "\\", "\\u0000", "\\ud83d", "\uD83D", "{", "}", "[", "]", ":", "\"field\":", "\"key\":", "\"and\":[", "\"not\":{", "\"where\":", "\"metadata\":{", "\"metadataText\":{\"k\":\"", "\"isNull\":true", "\"equal\":",
    ];

    private int _read;
    private int _refused;

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        var seed = TestSeed.Next(output);
        var random = new Random(seed);
        var filters = new RandomFilter(seed);
        var rounds = TestSeed.Long ? 300_000 : 5_000;
        for (var i = 0; i < rounds; i++)
        {
            var filter = filters.Filter();
            var json = Mutate(filter.ToJson(), random);
            Try(SessionFilter.ParseJson, json, static parsed => parsed.ToJson());
            Try(Deserialize, json, static parsed => parsed.ToJson());
            Try(text => SessionFilter.ParseQueryString(text), Mutate(filter.ToQueryString(), random), static parsed => parsed.ToQueryString());
            Try(SessionCondition.Parse, Mutate((filter.Where ?? SessionCondition.Always).ToString(), random), static parsed => parsed.ToString());
            Try(SessionCondition.Parse, Scrap(random), static parsed => parsed.ToString());
            Try(SessionFilter.ParseJson, Scrap(random), static parsed => parsed.ToJson());
        }

        output.WriteLine($"{_read} read, {_refused} refused");
        _read.Should().BeGreaterThan(rounds / 20);
        _refused.Should().BeGreaterThan(rounds / 2);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("not ", 100_000)]
    [InlineData("id='a' and ", 100_000)]
    [InlineData("id='a' or ", 100_000)]
    [InlineData("id in ('a','a',", 100_000)]
    [InlineData("'", 100_001)]
    [InlineData("id='''", 100_000)]
    public void A_long_text_takes_no_longer_than_its_length(string scrap, int times)
    {
        var parse = () => SessionCondition.Parse(string.Concat(Enumerable.Repeat(scrap, times)));
        parse.Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData("{\"where\":", "{\"not\":", 100_000)]
    [InlineData("{\"where\":", "{\"and\":[", 100_000)]
    [InlineData("{\"where\":{\"and\":[", "{\"and\":[]},", 100_000)]
    [InlineData("{\"where\":{\"or\":[", "{\"field\":\"id\",\"equal\":\"a\"},", 100_000)]
    [InlineData("{\"metadata\":{\"k\":", "[", 100_000)]
    public void A_deep_or_wide_json_is_refused(string begin, string scrap, int times)
    {
        var parse = () => SessionFilter.ParseJson(begin + string.Concat(Enumerable.Repeat(scrap, times)));
        parse.Should().Throw<FormatException>();
    }

    private static SessionFilter Deserialize(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), FilterTestJson.Default.SessionFilter) ?? throw new FormatException("null");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static string Scrap(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Scraps[random.Next(Scraps.Length)]));

    private static string Mutate(string text, Random random)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var end = random.Next(2) == 0 ? at : Math.Min(text.Length, at + random.Next(6));
            text = string.Concat(text.AsSpan(0, at), random.Next(3) == 0 ? "" : Scraps[random.Next(Scraps.Length)], text.AsSpan(end));
        }

        return text;
    }

    private void Try<T>(Func<string, T> parse, string text, Func<T, string> write)
    {
        T parsed;
        try
        {
            parsed = parse(text);
            _read++;
        }
        catch (FormatException)
        {
            _refused++;
            return;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Not refused as it should be: {text}", error);
        }

        // What was read is written, and that is read as the same.
        var written = write(parsed);
        Assert.True(write(parse(written)) == written, $"Read from {text}, written as {written}, which is read as something else.");
    }
}
