using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Filters;

public sealed class ConditionRefusalTests
{
    private static readonly SessionCondition One = SessionField.Id.EqualTo("a");

    private static readonly Dictionary<string, (Func<object> Make, string Words)> Refused = new()
    {
        ["number for a text"] = (() => SessionField.UserId.EqualTo(1), "userId is a text and compares with a string; this value is of the kind WholeNumber."),
        ["text for a whole number"] = (() => SessionField.MessageCount.AtLeast("3"), "messageCount is a whole number and compares with a whole number (long); this value is of the kind Text."),
        ["double for a whole number"] = (() => SessionField.Version.EqualTo(1.0), "version is a whole number"),
        ["text for an instant"] = (() => SessionField.CreatedAt.LessThan("2026-01-01"), "createdAt is an instant and compares with an instant (DateTimeOffset)"),
        ["text for a status"] = (() => SessionField.Status.EqualTo("active"), "status is a status and compares with a SessionStatus"),
        ["text for a truth"] = (() => SessionField.Pinned.In(true, "true"), "pinned is true or false and compares with true or false"),
        ["instant for a state value"] = (() => SessionField.State("k").EqualTo(DateTimeOffset.UnixEpoch), "state is a JSON value and compares with a string, a number, or true or false"),
        ["order of statuses"] = (() => SessionField.Status.LessThan(SessionStatus.Failed), "Statuses have no order; ask with EqualTo, NotEqualTo or In."),
        ["order of truths"] = (() => SessionField.State("k").AtLeast(true), "True and false have no order; ask with EqualTo, NotEqualTo or In."),
        ["order of tags"] = (() => SessionField.Tags.GreaterThan("a"), "tags has several values and no order; ask with EqualTo, In, Like or IsNull."),
        ["pattern of a number"] = (() => SessionField.Version.Like("1%"), "version is a whole number and matches no pattern; compare it with a whole number (long)."),
        ["contains of one value"] = (() => SessionField.DisplayName.Contains("a"), "displayName has one value. For a part of a text say Like(\"%part%\")."),
        ["null"] = (() => SessionField.UserId.EqualTo(default(SessionValue)), "Nothing is equal to null; ask with IsNull whether there is a value."),
        ["null text"] = (() => SessionField.UserId.EqualTo((string)null!), "Nothing is equal to null; ask with IsNull whether there is a value."),
        ["opaque"] = (() => SessionField.State("k").EqualTo(SessionValue.FromJson(JsonText.Parse("{}"))), "this value is of the kind Opaque"),
        ["no field"] = (() => default(SessionField).EqualTo("a"), "The field is the default value, which names none; take one of SessionField's members."),
        ["no field in in"] = (() => default(SessionField).In(), "The field is the default value"),
        ["no field in is null"] = (() => default(SessionField).IsNull(), "The field is the default value"),
        ["unknown operator"] = (() => new SessionCondition.Comparison(SessionField.Id, (SessionOperator)9, "a"), "An operator is one of the values of SessionOperator."),
        ["unknown status"] = (() => SessionField.Status.EqualTo((SessionStatus)9), "A status is Active, Paused, Completed, Failed or Abandoned."),
        ["not a number"] = (() => SessionField.Cost.EqualTo(double.NaN), "No session's number is infinite or not a number; compare with a finite one."),
        ["infinite"] = (() => SessionField.Cost.EqualTo(double.PositiveInfinity), "compare with a finite one"),
        ["long text"] = (() => SessionField.Purpose.EqualTo(new string('a', 4097)), "A text or pattern in a condition has at most 4096 characters; this one has 4097."),
        ["long stored text"] = (() => SessionField.State("k").EqualTo(SessionValue.FromJson(JsonText.FromString(new string('a', 4097)))), "at most 4096 characters"),
        ["long pattern"] = (() => SessionField.Purpose.Like(new string('%', 4097)), "A text or pattern in a condition has at most 4096 characters; this one has 4097."),
        ["half a surrogate pair"] = (() => SessionField.Purpose.EqualTo("a\uD83D"), "half a surrogate pair (U+D83D) at index 1"),
        ["NUL"] = (() => SessionField.Purpose.Like("a\0"), "The text holds U+0000 at index 1, which not every store can be asked for; leave it out."),
        ["NUL in a key"] = (() => SessionField.State("\0"), "The text holds U+0000 at index 0"),
        ["empty key"] = (() => SessionField.State(""), "A state key is a text of 1 to 256 characters; this one has 0."),
        ["long key"] = (() => SessionField.Metadata(new string('a', 257)), "A metadata key is a text of 1 to 256 characters; this one has 257."),
        ["open escape"] = (() => SessionField.Id.Like("a\\"), "The pattern ends in \\, which takes the next character as it stands. Write \\\\ for a backslash."),
        ["open escape after others"] = (() => SessionField.Id.Like("\\\\\\"), "The pattern ends in \\"),
        ["too many values"] = (() => SessionField.Id.In(Enumerable.Repeat((SessionValue)"a", 1001)), "A condition names at most 1000 values; this one has 1001 or more. Ask in several steps."),
        ["endless values"] = (() => SessionField.Id.In(Endless("a")), "A condition names at most 1000 values"),
        ["too many values together"] = (() => SessionField.Id.In(Enumerable.Repeat((SessionValue)"a", 600)) | SessionField.UserId.In(Enumerable.Repeat((SessionValue)"a", 600)), "A condition names at most 1000 values"),
        ["too many parts"] = (() => SessionCondition.AllOf(Enumerable.Repeat(One, 256)), "A condition is made of at most 256 parts; this one has 257 or more."),
        ["endless parts"] = (() => SessionCondition.AnyOf(Endless(One)), "A condition is made of at most 256 parts"),
        ["too many parts in doublings"] = (() => Enumerable.Range(0, 40).Aggregate(One, (all, i) => i % 2 == 0 ? all & all | One : all | all & One), "A condition is"),
        ["too deep"] = (() => Enumerable.Range(0, 32).Aggregate(One, (all, _) => !all), "A condition is nested at most 32 deep; this one has 33 or more."),
        ["null part"] = (() => SessionCondition.AllOf(One, null!), "conditions"),
        ["null list"] = (() => SessionCondition.AnyOf((IEnumerable<SessionCondition>)null!), "conditions"),
        ["null negated"] = (() => !(SessionCondition)null!, "condition"),
    };

    public static TheoryData<string> Names => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_condition_that_means_nothing_is_refused(string name)
    {
        var (make, words) = Refused[name];
        make.Should().Throw<ArgumentException>().Which.Message.Should().Contain(words);
    }

    [Theory]
    [InlineData("", "At character 1 of 0: expected a field (id, userId,")]
    [InlineData("statsu = 'active'", "At character 1 of 17: expected a field")]
    [InlineData("status = 'activ'", "At character 10 of 16: a status was expected: active, paused, completed, failed or abandoned.")]
    [InlineData("status = active", "At character 10 of 15: status compares with a status like 'active', which was expected.")]
    [InlineData("status == 'active'", "At character 9 of 18: status compares with a status")]
    [InlineData("version = 1.5", "At character 11 of 13: a whole number of at most 64 bits was expected.")]
    [InlineData("version = '1'", "At character 11 of 13: version compares with a whole number like 12, which was expected.")]
    [InlineData("cost = 1e400", "At character 8 of 12: a number within the range of doubles was expected.")]
    [InlineData("createdAt < 2026-02-30", "At character 13 of 22: an instant like 2026-01-01T00:00:00Z was expected.")]
    [InlineData("createdAt < 2026-01-01T00:00:00", "an instant like 2026-01-01T00:00:00Z was expected.")]
    [InlineData("id = 'a", "At character 8 of 7: expected the closing ' of the text that begins at character 6; the condition ends here.")]
    [InlineData("id = 'a' id = 'b'", "At character 10 of 17: expected and, or, or the end of the condition.")]
    [InlineData("(id = 'a'", "expected and, or, a comma or ); the condition ends here.")]
    [InlineData("id ~ 'a'", "At character 4 of 8: expected eq, ne, lt, le, gt, ge (or = != < <= > >=), in, like, is null, or is not null.")]
    [InlineData("state = 'a'", "At character 7 of 11: expected (.")]
    [InlineData("state(k) = 'a'", "At character 7 of 14: expected a key in quotes.")]
    [InlineData("state('') = 'a'", "A state key is a text of 1 to 256 characters; this one has 0.")]
    [InlineData("id in 'a'", "At character 7 of 9: expected (.")]
    [InlineData("tags > 'a'", "tags has several values and no order")]
    [InlineData("id like 'a\\'", "The pattern ends in \\")]
    [InlineData("id is 'a'", "At character 7 of 9: expected null.")]
    public void A_text_that_is_no_condition_is_refused_where_it_goes_wrong(string text, string words)
    {
        var parse = () => SessionCondition.Parse(text);
        parse.Should().Throw<FormatException>().Which.Message.Should().Contain(words);
    }

    [Theory]
    [InlineData("", "The filter is not exactly one JSON value")]
    [InlineData("{}{}", "The filter is not exactly one JSON value")]
    [InlineData("[]", "At byte 1 of the JSON: expected a filter, which is an object.")]
    [InlineData("null", "At byte 1 of the JSON: expected a filter, which is an object.")]
    [InlineData("{\"user\":\"a\"}", "At byte 2 of the JSON: expected a property of filters (userId,")]
    [InlineData("{\"userId\":1}", "At byte 11 of the JSON: expected a string.")]
    [InlineData("{\"userId\":\"a\",\"userId\":\"b\"}", "At byte 15 of the JSON: expected each property once")]
    [InlineData("{\"userId\":\"\\ud83d\"}", "half a surrogate pair")]
    [InlineData("{\"statuses\":[\"x\"]}", "At byte 14 of the JSON: a status was expected")]
    [InlineData("{\"channel\":\"X\"}", "a channel was expected")]
    [InlineData("{\"createdFrom\":\"x\"}", "At byte 16 of the JSON: an instant like 2026-01-01T00:00:00Z was expected.")]
    [InlineData("{\"metadataText\":{\"k\":\"{\"}}", "Not exactly one JSON value")]
    [InlineData("{\"where\":{}}", "At byte 10 of the JSON: expected a condition with one of \"and\", \"or\", \"not\"")]
    [InlineData("{\"where\":{\"field\":\"statsu\",\"equal\":1}}", "At byte 19 of the JSON: expected one of id, userId")]
    [InlineData("{\"where\":{\"field\":\"status\",\"equal\":1}}", "At byte 36 of the JSON: status compares with a status like 'active', which was expected.")]
    [InlineData("{\"where\":{\"field\":\"state\",\"equal\":1}}", "At byte 10 of the JSON: \"state\" and its \"key\": \"state\" and \"metadata\" need one, and only they have one.")]
    [InlineData("{\"where\":{\"field\":\"id\",\"key\":\"k\",\"equal\":\"a\"}}", "\"state\" and \"metadata\" need one, and only they have one.")]
    [InlineData("{\"where\":{\"field\":\"id\",\"equal\":\"a\",\"like\":\"b\"}}", "expected each once, a condition's")]
    [InlineData("{\"where\":{\"field\":\"id\",\"isNull\":false}}", "At byte 33 of the JSON: expected true.")]
    [InlineData("{\"where\":{\"and\":[],\"or\":[]}}", "expected each once")]
    [InlineData("{\"where\":{\"field\":\"tags\",\"less\":\"a\"}}", "At byte 10 of the JSON: tags has several values and no order")]
    public void A_json_that_is_no_filter_is_refused_where_it_goes_wrong(string json, string words)
    {
        var parse = () => SessionFilter.ParseJson(json);
        parse.Should().Throw<FormatException>().Which.Message.Should().Contain(words);
        var deserialize = () => JsonSerializer.Deserialize(json, FilterTestJson.Default.SessionFilter) ?? throw new JsonException(words);
        deserialize.Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("usr=a", "At character 1 of the query: expected one of user, status,")]
    [InlineData("user=a&limit=5", "At character 8 of the query: expected one of user, status,")]
    [InlineData("user=a&user=b", "At character 8 of the query: expected user once.")]
    [InlineData("status=x", "At character 8 of the query: a status was expected")]
    [InlineData("user=%4", "At character 6 of the query: expected two hexadecimal digits behind %")]
    [InlineData("user=%C3%28", "At character 6 of the query: what the percent signs stand for is not UTF-8.")]
    [InlineData("where=status", "At character 7 of the query: At character 7 of 6: expected eq")]
    [InlineData("metadata.k={", "Not exactly one JSON value")]
    [InlineData("metadata.k=1&metadata.k=2", "At character 14 of the query: expected each key of the metadata once.")]
    [InlineData("channel=X", "a channel was expected")]
    [InlineData("createdFrom=", "an instant like 2026-01-01T00:00:00Z was expected")]
    public void A_query_string_that_is_no_filter_is_refused_where_it_goes_wrong(string query, string words)
    {
        var parse = () => SessionFilter.ParseQueryString(query);
        parse.Should().Throw<FormatException>().Which.Message.Should().Contain(words);
    }

    private static IEnumerable<T> Endless<T>(T item)
    {
        while (true)
        {
            yield return item;
        }
    }

    private static IEnumerable<SessionValue> Endless(string text) => Endless((SessionValue)text);
}
