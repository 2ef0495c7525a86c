using System.Text;
using FluentAssertions;
using Sessions.Sample.Import;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class TranscriptFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("nope", "*is not JSON*")]
    [InlineData("{}", "*an array of objects; this one is an object.")]
    [InlineData("[1]", "*Transcript 1: expected an object, found a number.")]
    [InlineData("""[{"task_id":1}]""", "*Transcript 1: \"traj\"*missing*")]
    [InlineData("""[{"traj":[]},{"traj":[null]}]""", "*Transcript 2: message 1: expected an object, found null.")]
    [InlineData("""[{"traj":[{"content":"a"}]}]""", "*message 1: \"role\" is missing.")]
    [InlineData("""[{"traj":[{"role":"robot","content":"a"}]}]""", "*the role \"robot\" is none of*")]
    [InlineData("""[{"traj":[{"role":"assistant","tool_calls":{}}]}]""", "*\"tool_calls\" is a list; here it is an object.")]
    [InlineData("""[{"traj":[{"role":"assistant","tool_calls":[{"id":"a"}]}]}]""", "*tool call 1.1: the name of its function*missing.")]
    [InlineData("""[{"traj":[{"role":"user","content":"\ud800"}]}]""", "*Transcript 1: message 1: *")]
    public async Task A_bad_file_is_refused_with_the_place(string json, string message)
    {
        var read = () => ReadAsync(json);
        await read.Should().ThrowAsync<TranscriptException>().WithMessage(message);
    }

    [Fact]
    public async Task Ids_come_from_task_and_trial_and_are_made_safe_and_distinct()
    {
        var read = await ReadAsync("""
            [{"task_id":7,"trial":0,"traj":[]},
             {"task_id":"a/b","trial":"../ü","traj":[]},
             {"task_id":"a b","trial":"../ü","traj":[]},
             {"task_id":7,"trial":0,"traj":[]},
             {"task_id":7,"traj":[]},
             {"trial":null,"task_id":{},"traj":[]}]
            """);
        var ids = read.Select(static transcript => transcript.SessionId).ToArray();
        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(static id => id.Length <= 128).And.AllSatisfy(
            static id => id.Should().MatchRegex("^[A-Za-z0-9_][A-Za-z0-9._-]*$"));
        ids[0].Should().Be("import-7-0");
        ids[1].Should().StartWith("import-a_b-.._");
        ids[2].Should().StartWith("import-a_b-.._");
        ids[3].Should().StartWith("import-p4-");
        ids[4].Should().StartWith("import-p5-");
        ids[5].Should().StartWith("import-p6-");
    }

    [Fact]
    public async Task A_long_id_is_cut_and_keeps_a_name_of_its_own()
    {
        var name = new string('x', 300);
        var read = await ReadAsync($$"""[{"task_id":"{{name}}","trial":0,"traj":[]},{"task_id":"{{name}}","trial":1,"traj":[]}]""");
        read.Select(static transcript => transcript.SessionId).Should().OnlyHaveUniqueItems().And.OnlyContain(static id => id.Length == 128);
    }

    [Fact]
    public async Task Tool_calls_come_byte_for_byte_and_null_stays_null()
    {
        const string Calls = """[ {"id":"c", "type":"function","function":{"arguments":"{\"a\": [1, {\"b\":\"\\u00fc\"}]}","name":"f"}}]""";
        var read = await ReadAsync($$"""[{"traj":[{"role":"assistant","content":null,"tool_calls":{{Calls}}}]}]""");
        var message = read[0].Messages[0];
        message.Content.Should().BeNull();
        message.Payload!.Value.ToString().Should().Be(Calls);
        message.Calls.Should().Equal(new ToolCall("c", "f", "1.1"));
    }

    [Fact]
    public async Task A_result_belongs_to_the_oldest_call_of_its_id_without_one()
    {
        var read = await ReadAsync("""
            [{"traj":[
              {"role":"assistant","content":"","tool_calls":[{"id":"c","function":{"name":"f"}},{"id":"c","custom":{"name":"g"}}]},
              {"role":"tool","tool_call_id":"c","content":"1"},
              {"role":"tool","tool_call_id":"c","content":"2"},
              {"role":"tool","tool_call_id":"c","content":"3","name":"h"}]}]
            """);
        read[0].Messages.Select(static message => message.Answers?.Place).Should().Equal(null, "1.1", "1.2", null);
        read[0].Messages.Select(static message => message.ToolName).Should().Equal(null, "f", "g", "h");
        read[0].Messages[3].Payload!.Value.ToString().Should().Contain("\"tool_call_id\":\"c\"");
    }

    [Fact]
    public async Task A_message_with_more_than_a_session_has_fields_for_is_kept_whole()
    {
        const string Parts = """{"role":"user","content":[{"type":"text","text":"hi"}]}""";
        const string Named = """{"role":"user","content":"hi","name":"zoë"}""";
        const string Empty = """{"role":"assistant","content":null,"function_call":null}""";
        var read = await ReadAsync($$"""[{"traj":[{{Parts}},{{Named}},{{Empty}}]}]""");
        read[0].Messages.Select(static message => message.Payload.ToString()).Should().Equal(Parts, Named, Empty);
        read[0].Messages.Select(static message => message.Content).Should().Equal(null, "hi", null);
    }

    [Fact]
    public async Task A_name_that_is_no_tool_name_is_kept_in_the_payload()
    {
        const string Result = """{"role":"tool","tool_call_id":"c","content":"1","name":""}""";
        var read = await ReadAsync($$"""[{"traj":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f"} }]},{{Result}}]}]""");
        read[0].Messages[1].ToolName.Should().Be("f");
        read[0].Messages[1].Answers!.Place.Should().Be("1.1");
        read[0].Messages[1].Payload!.Value.ToString().Should().Be(Result);
    }

    private async Task<IReadOnlyList<Transcript>> ReadAsync(string json)
    {
        await File.WriteAllTextAsync(_file, json, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await TranscriptFile.ReadAsync(_file, CancellationToken.None);
    }
}
