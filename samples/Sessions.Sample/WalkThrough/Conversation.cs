namespace Sessions.Sample.WalkThrough;

/// <summary>Reads the session through each of its doors, and compares.</summary>
internal sealed class Conversation(SessionManager sessions, Narrator narrator)
{
    private static readonly Channel[] Doors = [Channel.Api, Channel.Cli, Channel.Mcp];

    public async Task CompareDoorsAsync(string id, CancellationToken cancellationToken)
    {
        narrator.Chapter("All three doors see the same");
        var seen = new List<string>();
        foreach (var door in Doors)
        {
            var session = await sessions.GetAsync(id, door, cancellationToken);
            var messages = await sessions.ReadNewestMessagesAsync(id, cancellationToken: cancellationToken);
            seen.Add(Describe(session, messages));
            Narrator.Say($"{door,-4} version {session.Version}, {messages.Count} messages, step {session.State["step"].Value}");
        }

        narrator.Check(seen.Distinct().Count() == 1, "state, version and every message are equal through api, cli and mcp");
        var read = await sessions.GetAsync(id, Channel.Api, cancellationToken);
        narrator.Check(read.State["step"].Channel == Channel.Mcp && read.State["week"].Channel == Channel.Cli, "each state value knows the door it came through");

        narrator.Chapter("Who used it");
        foreach (var activity in read.Channels)
        {
            Narrator.Say($"{activity.Channel,-4} {activity.Count} uses, first {activity.First:HH:mm:ss}, last {activity.Last:HH:mm:ss} UTC");
        }

        narrator.Check(Doors.All(door => read.TryGetChannel(door, out var used) && used.Count > 0), "each of the three channels is on record");
    }

    public async Task CompareFeedAsync(string id, List<long> versions, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(id, Channel.Api, cancellationToken);
        narrator.Check(
            versions.SequenceEqual(Enumerable.Range(1, (int)session.Version).Select(static version => (long)version)),
            $"the live feed told of all {session.Version} events, in order, each once");
    }

    private static string Describe(Session session, IReadOnlyList<Message> messages) => string.Join('\n', [
        $"{session.Version} {session.Status} {session.MemoryPool} {session.Invocations.Count}",
        .. session.State.Select(static pair => $"{pair.Key}={pair.Value.Value}@{pair.Value.Version}"),
        .. messages.Select(static message => $"{message.Ordinal} {message.Role} {message.ToolName} {message.Content}"),
    ]);
}
