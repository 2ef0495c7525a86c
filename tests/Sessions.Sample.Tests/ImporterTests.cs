using FluentAssertions;
using Sessions.Sample.Import;
using Sessions.Sample.Totals;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class ImporterTests : IAsyncLifetime
{
    private readonly SessionManager _sessions = new(new InMemoryStore());
    private readonly Importer _importer;

    public ImporterTests() => _importer = new Importer(_sessions);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _sessions.Store.DisposeAsync();

    [Fact]
    public async Task Every_message_comes_back_as_it_was_in_its_order()
    {
        foreach (var transcript in await OwnAsync())
        {
            var session = await _importer.ImportAsync(transcript, CancellationToken.None);
            session.ExpiresAt.Should().BeNull();
            session.CurrentChannel.Should().Be(Channel.Cli);
            var messages = await _sessions.ReadNewestMessagesAsync(session.Id, 1000);
            messages.Select(static message => (message.Role, message.Content, message.ToolName, message.Payload))
                .Should().Equal(transcript.Messages.Select(static message => (message.Role, message.Content, message.ToolName, message.Payload)));
        }
    }

    [Fact]
    public async Task A_result_names_the_invocation_of_its_call()
    {
        var transcript = (await OwnAsync())[0];
        await _importer.ImportAsync(transcript, CancellationToken.None);
        var messages = await _sessions.ReadNewestMessagesAsync(transcript.SessionId);
        var ids = messages.Where(static message => message.Role == MessageRole.Tool).Select(static message => message.InvocationId).ToArray();
        ids.Should().Equal("import-library-0/3.1", "import-library-0/7.1", "import-library-0/7.2");
        foreach (var id in ids)
        {
            (await _sessions.FindByInvocationAsync(id!))!.Id.Should().Be(transcript.SessionId);
        }
    }

    [Fact]
    public async Task Importing_again_adds_nothing()
    {
        var transcripts = await OwnAsync();
        var first = await ImportAllAsync(transcripts);
        var second = await ImportAllAsync(transcripts);
        second.Select(static session => session.Version).Should().Equal(first.Select(static session => session.Version));
        (await StoreTotals.ReadAsync(_sessions.Store, default)).LastLine.Should().Be(Transcripts.OwnTotals);
    }

    [Fact]
    public async Task Many_importers_at_once_add_each_message_once()
    {
        var transcript = Long("long", 500);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _importer.ImportAsync(transcript, CancellationToken.None))));
        var messages = await _sessions.ReadNewestMessagesAsync("long", 1000);
        messages.Select(static message => message.Content).Should().Equal(transcript.Messages.Select(static message => message.Content));
        (await StoreTotals.ReadAsync(_sessions.Store, default)).LastLine.Should().Be("sessions=1 messages=500 invocations=500");
    }

    [Fact]
    public async Task An_import_goes_on_where_another_was_stopped()
    {
        await _importer.ImportAsync(Long("long", 33), CancellationToken.None);
        await _importer.ImportAsync(Long("long", 90), CancellationToken.None);
        (await StoreTotals.ReadAsync(_sessions.Store, default)).LastLine.Should().Be("sessions=1 messages=90 invocations=90");
    }

    [Fact]
    public async Task A_session_that_holds_something_else_is_left_as_it_is()
    {
        var session = await _importer.ImportAsync(Long("long", 30), CancellationToken.None);
        await _sessions.AppendMessageAsync("long", NewMessage.User("not of the transcript"));
        var again = () => _importer.ImportAsync(Long("long", 60), CancellationToken.None);
        await again.Should().ThrowAsync<TranscriptException>().WithMessage("*something other*31 messages*");
        var shorter = () => _importer.ImportAsync(Long("long", 10), CancellationToken.None);
        await shorter.Should().ThrowAsync<TranscriptException>();
        (await _sessions.GetAsync("long")).Version.Should().Be(session.Version + 1);
    }

    private static async Task<IReadOnlyList<Transcript>> OwnAsync() => await TranscriptFile.ReadAsync(Transcripts.Own, CancellationToken.None);

    private async Task<List<Session>> ImportAllAsync(IEnumerable<Transcript> transcripts)
    {
        var sessions = new List<Session>();
        foreach (var transcript in transcripts)
        {
            sessions.Add(await _importer.ImportAsync(transcript, CancellationToken.None));
        }

        return sessions;
    }

    private static Transcript Long(string id, int messages) => new(
        id,
        new Dictionary<string, JsonText>(),
        [.. Enumerable.Range(1, messages).Select(static i => new TranscriptMessage(MessageRole.Assistant, $"message {i}")
        {
            Calls = [new ToolCall("same", "tool", $"{i}.1")],
            Payload = JsonText.Parse("[]"),
        })]);
}
