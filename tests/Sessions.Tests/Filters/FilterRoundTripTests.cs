using System.Text.Json;
using FluentAssertions;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Filters;

public sealed class FilterRoundTripTests(ITestOutputHelper output)
{
    private const int Rounds = 1000;

    [Fact]
    public void Every_condition_comes_back_from_its_text_and_from_its_json()
    {
        var random = new RandomFilter(TestSeed.Next(output));
        var deepest = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var condition = random.Condition();
            deepest = Math.Max(deepest, condition.Size.Depth);
            SessionCondition.Parse(condition.ToString()).Should().Be(condition);
            SessionFilter.ParseJson(new SessionFilter { Where = condition }.ToJson()).Where.Should().Be(condition);
            JsonSerializer.Deserialize(JsonSerializer.Serialize(condition, FilterTestJson.Default.SessionCondition), FilterTestJson.Default.SessionCondition).Should().Be(condition);
            SessionFilter.ParseQueryString(new SessionFilter { Where = condition }.ToQueryString()).Where.Should().Be(condition);
        }

        deepest.Should().BeGreaterThan(5, "shallow conditions prove little");
    }

    [Fact]
    public void Every_filter_comes_back_from_its_json_and_from_its_query_string()
    {
        var random = new RandomFilter(TestSeed.Next(output));
        for (var i = 0; i < Rounds; i++)
        {
            var filter = random.Filter();
            ShouldEqual(SessionFilter.ParseJson(filter.ToJson()), filter);
            ShouldEqual(SessionFilter.ParseQueryString(filter.ToQueryString()), filter);
            ShouldEqual(JsonSerializer.Deserialize(JsonSerializer.Serialize(filter, FilterTestJson.Default.SessionFilter), FilterTestJson.Default.SessionFilter)!, filter);
            Uri.TryCreate($"https://localhost/sessions?{filter.ToQueryString()}", UriKind.Absolute, out var url).Should().BeTrue();
            ShouldEqual(SessionFilter.ParseQueryString(url!.Query), filter);
        }
    }

    [Theory]
    [InlineData("status = \"active\" and (tags = \"vip\" or state(\"plan\") in (\"pro\",\"team\")) and not createdAt < 2026-01-01T00:00:00Z", "status eq 'active' and (tags eq 'vip' or state('plan') in ('pro','team')) and not createdAt lt 2026-01-01T00:00:00Z")]
    [InlineData("createdAt>=2026-01-01", "createdAt ge 2026-01-01T00:00:00Z")]
    [InlineData("createdAt > '2026-01-01T01:00+01:00'", "createdAt gt 2026-01-01T00:00:00Z")]
    [InlineData("createdAt != 2026-01-01T00:00:00.123456789Z", null)]
    [InlineData("createdAt != 2026-01-01T00:00:00.1234567Z", "createdAt ne 2026-01-01T00:00:00.123456Z")]
    [InlineData("userId is not null", "not userId is null")]
    [InlineData("not not(pinned=true)", "not not pinned eq true")]
    [InlineData("((id='a' and id='b') and id='c')", "id eq 'a' and id eq 'b' and id eq 'c'")]
    [InlineData("id='a' or id='b' and id='c'", "id eq 'a' or (id eq 'b' and id eq 'c')")]
    [InlineData("(id='a' or id='b') and id='c'", "(id eq 'a' or id eq 'b') and id eq 'c'")]
    [InlineData("state('n') in (1, 2.50, 'x', true)", "state('n') in (1,2.5,'x',true)")]
    [InlineData("metadata('it''s') like \"%\"\"%\"", "metadata('it''s') like '%\"%'")]
    [InlineData("  true  ", "true")]
    [InlineData("cost le -0.0", "cost le 0")]
    [InlineData("id in ()", "id in ()")]
    public void A_condition_may_be_written_in_several_ways(string text, string? canonical)
    {
        var parse = () => SessionCondition.Parse(text).ToString();
        if (canonical is null)
        {
            parse.Should().Throw<FormatException>();
        }
        else
        {
            parse().Should().Be(canonical);
            parse().Should().Be(SessionCondition.Parse(canonical).ToString());
        }
    }

    [Fact]
    public void A_query_string_reads_well()
    {
        var filter = new SessionFilter
        {
            UserId = "alice@example.org",
            Statuses = [SessionStatus.Active, SessionStatus.Paused],
            AllTags = ["a&b"],
            CreatedFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Metadata = new Dictionary<string, JsonText> { ["plan"] = "pro" },
            Where = SessionField.State("step").EqualTo("payment") & SessionField.MessageCount.GreaterThan(3),
        };
        filter.ToQueryString().Should().Be(
            "user=alice%40example.org&status=active&status=paused&tag=a%26b&createdFrom=2026-01-01T00:00:00Z&metadata.plan=%22pro%22"
            + "&where=state('step')%20eq%20'payment'%20and%20messageCount%20gt%203");
        filter.ToJson().Should().Be(
            """{"userId":"alice@example.org","statuses":["active","paused"],"allTags":["a&b"],"createdFrom":"2026-01-01T00:00:00Z","metadata":{"plan":"pro"},"where":{"and":[{"field":"state","key":"step","equal":"payment"},{"field":"messageCount","greater":3}]}}""");
        ShouldEqual(SessionFilter.ParseQueryString("?limit=5&where=status+%3d+%22active%22&user=a+b&", "limit"), new SessionFilter { UserId = "a b", Where = SessionField.Status.EqualTo(SessionStatus.Active) });
    }

    private static void ShouldEqual(SessionFilter actual, SessionFilter expected)
    {
        actual.UserId.Should().Be(expected.UserId);
        actual.Statuses.Should().BeEquivalentTo(expected.Statuses, options => options.WithStrictOrdering());
        (actual.Statuses is null).Should().Be(expected.Statuses is null);
        (actual.AnyTags is null).Should().Be(expected.AnyTags is null);
        (actual.AnyTags ?? []).Should().Equal(expected.AnyTags ?? []);
        (actual.AllTags is null).Should().Be(expected.AllTags is null);
        (actual.AllTags ?? []).Should().Equal(expected.AllTags ?? []);
        actual.Channel.Should().Be(expected.Channel);
        actual.CreatedFrom.Should().Be(expected.CreatedFrom);
        actual.CreatedBefore.Should().Be(expected.CreatedBefore);
        actual.UpdatedFrom.Should().Be(expected.UpdatedFrom);
        actual.UpdatedBefore.Should().Be(expected.UpdatedBefore);
        actual.Where.Should().Be(expected.Where);
        (actual.Metadata is null).Should().Be(expected.Metadata is null);
        (actual.Metadata ?? new Dictionary<string, JsonText>()).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Should().Equal((expected.Metadata ?? new Dictionary<string, JsonText>()).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
