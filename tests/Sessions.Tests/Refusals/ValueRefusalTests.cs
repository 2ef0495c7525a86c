using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.Refusals;

/// <summary>Values that an app makes by itself, before any call: wrong ones are refused where they are made.</summary>
public sealed class ValueRefusalTests
{
    private static readonly Session Session = new SessionManager(new InMemoryStore()).CreateAsync(new NewSession { Id = "s" }).AsTask().Result;

    private static readonly Dictionary<string, (Type Error, string Words, Action Make)> Values = new()
    {
        ["channel null"] = (typeof(ArgumentNullException), "(Parameter 'name')", () => _ = new Channel(null!)),
        ["channel empty"] = (typeof(ArgumentException), "A channel is 1 to 64 characters of a-z 0-9 . _ - starting with a letter or a digit; this one has 0 characters.", () => _ = new Channel("")),
        ["channel of a dot"] = (typeof(ArgumentException), "starting with a letter or a digit", () => _ = new Channel(".api")),
        ["channel in capitals"] = (typeof(ArgumentException), "a-z 0-9 . _ -", () => _ = new Channel("Api")),
        ["channel cut in half"] = (typeof(ArgumentException), "a-z 0-9 . _ -", () => _ = new Channel("a\uD83D")),
        ["channel too long"] = (typeof(ArgumentException), "this one has 65 characters", () => _ = new Channel(new string('a', 65))),
        ["commit id null"] = (typeof(ArgumentNullException), "(Parameter 'text')", () => CommitId.Parse(null!)),
        ["commit id empty"] = (typeof(FormatException), "A commit id is 32 hexadecimal digits; this one has 0 characters.", () => CommitId.Parse("")),
        ["commit id too long"] = (typeof(FormatException), "this one has 33 characters", () => CommitId.Parse(new string('0', 33))),
        ["commit id of other characters"] = (typeof(FormatException), "A commit id is 32 hexadecimal digits; this one has other characters among them.", () => CommitId.Parse(new string('g', 32))),
        ["JSON null"] = (typeof(ArgumentNullException), "(Parameter 'json')", () => JsonText.Parse((string)null!)),
        ["JSON empty"] = (typeof(FormatException), "Not exactly one JSON value", () => JsonText.Parse("")),
        ["JSON empty bytes"] = (typeof(FormatException), "Not exactly one JSON value", () => JsonText.Parse(default(ReadOnlySpan<byte>))),
        ["JSON with a comment"] = (typeof(FormatException), "Not exactly one JSON value", () => JsonText.Parse("1 // one")),
        ["JSON with a comma too many"] = (typeof(FormatException), "Not exactly one JSON value", () => JsonText.Parse("[1,]")),
        ["JSON cut in half"] = (typeof(ArgumentException), "half a surrogate pair", () => JsonText.Parse("\"\uD83D\"")),
        ["JSON too deep"] = (typeof(FormatException), "at most 64 levels", () => JsonText.Parse(Nested(65))),
        ["JSON far too deep"] = (typeof(FormatException), "at most 64 levels", () => JsonText.Parse(Nested(100_000))),
        ["string null"] = (typeof(ArgumentNullException), "(Parameter 'value')", () => JsonText.FromString(null!)),
        ["string cut in half"] = (typeof(ArgumentException), "cut texts between whole characters", () => JsonText.FromString("\uDE00")),
        ["number infinite"] = (typeof(ArgumentOutOfRangeException), "JSON has no infinity and no NaN; store a finite number or a string.", () => JsonText.FromDouble(double.PositiveInfinity)),
        ["element of no document"] = (typeof(ArgumentException), "The element is undefined: it belongs to no document.", () => JsonText.FromElement(default)),
        ["value without type"] = (typeof(ArgumentNullException), "(Parameter 'typeInfo')", () => JsonText.From(1, (JsonTypeInfo<int>)null!)),
        ["value of another shape"] = (typeof(JsonException), "could not be converted", () => JsonText.FromString("x").Deserialize<int>()),
        ["retention of nothing"] = (typeof(ArgumentOutOfRangeException), "A retention is at least one millisecond; for \"none\" leave it null.", () => _ = new CleanupRule { FinishedFor = TimeSpan.Zero }),
        ["age below zero"] = (typeof(ArgumentOutOfRangeException), "An age is at least one millisecond", () => _ = new CleanupRule { UnusedFor = TimeSpan.MinValue }),
        ["messages of no chat"] = (typeof(ArgumentNullException), "(Parameter 'chat')", () => MessageRange.Newest(null!, 1)),
        ["fewer messages than none"] = (typeof(ArgumentOutOfRangeException), "limit ('-1') must be a non-negative value", () => MessageRange.Newest("main", -1)),
        ["messages before none"] = (typeof(ArgumentOutOfRangeException), "before ('-1') must be a non-negative value", () => MessageRange.Older("main", -1, 1)),
        ["messages after none"] = (typeof(ArgumentOutOfRangeException), "after ('-1') must be a non-negative value", () => MessageRange.Newer("main", -1, 1)),
        ["match of nothing"] = (typeof(ArgumentNullException), "(Parameter 'session')", () => SessionFilter.All.Matches(null!)),
        ["state of no key"] = (typeof(ArgumentNullException), "(Parameter 'key')", () => Session.GetState<int>(null!)),
        ["state of no key, typed"] = (typeof(ArgumentNullException), "(Parameter 'key')", () => Session.GetState(null!, (JsonTypeInfo<int>)null!)),
        ["state of no key, tried"] = (typeof(ArgumentNullException), "(Parameter 'key')", () => Session.TryGetState(null!, out _)),
        ["chat of no name"] = (typeof(ArgumentNullException), "(Parameter 'name')", () => Session.TryGetChat(null!, out _)),
        ["usage beyond what is countable"] = (typeof(OverflowException), $"Usage counts up to {long.MaxValue} tokens of a kind", () => _ = new TokenUsage(long.MaxValue, 0) + new TokenUsage(1, 0)),
        ["tail of nothing"] = (typeof(ArgumentOutOfRangeException), "TailCapacity is one or more.", () => _ = new InMemoryStore(new InMemoryStoreOptions { TailCapacity = 0 })),
    };

    public static TheoryData<string> Names => [.. Values.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_in_words(string value)
    {
        var (type, words, make) = Values[value];
        var error = make.Should().Throw<Exception>().Which;
        error.Should().BeOfType(type);
        error.Message.Should().Contain(words);
    }

    [Fact]
    public void Values_left_at_their_default_are_whole()
    {
        default(Channel).Name.Should().Be("default");
        default(JsonText).ToString().Should().Be("null");
        default(CommitId).ToString().Should().Be(new string('0', 32));
        default(CommitOptions).Channel.Should().Be(Channel.Default);
        default(MessageCounts).Total.Should().Be(0);
        default(Chat).Messages.Total.Should().Be(0);
        default(ChannelActivity).Channel.Should().Be(Channel.Default);
        default(StateEntry).Value.IsNull.Should().BeTrue();
        default(SessionKey).Invoking(static key => (key.ToString(), key.GetHashCode(), key == default)).Should().NotThrow();
    }

    [Fact]
    public void What_may_be_wrong_is_tried_without_an_exception()
    {
        foreach (var name in (string?[])[null, "", "A", " api", "api\n", new string('a', 65)])
        {
            Channel.TryParse(name, out var channel).Should().BeFalse();
            channel.Should().Be(Channel.Default);
        }
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
