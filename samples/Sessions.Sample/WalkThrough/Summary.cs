namespace Sessions.Sample.WalkThrough;

/// <summary>Finishes the session and says what came of it.</summary>
internal sealed class Summary(SessionManager sessions, Narrator narrator)
{
    public async Task PrintAsync(string id, CancellationToken cancellationToken)
    {
        narrator.Chapter("The trip is booked");
        var session = await sessions.CompleteAsync(id, "Booked", Channel.Api, cancellationToken);
        narrator.Check(session.Status == SessionStatus.Completed, "the session is completed");
        narrator.Check(await IsRefusedAsync(id, cancellationToken), "it refuses further messages until somebody reopens it");
        var figures = await sessions.GetStatisticsAsync(id, cancellationToken);

        Console.WriteLine();
        Console.WriteLine("Summary");
        Row("session", session.Id);
        Row("of", $"{session.UserId}, \"{session.Purpose}\"");
        Row("status", $"{session.Status.ToString().ToLowerInvariant()} ({session.StatusReason}) at version {session.Version}");
        Row("messages", $"{figures.Messages.Total}: {figures.Messages.User} user, {figures.Messages.Assistant} assistant, {figures.Messages.Tool} tool");
        Row("channels", string.Join(", ", session.Channels.Select(static used => $"{used.Channel} {used.Count}")));
        Row("tools", string.Join(", ", figures.ToolsUsed.Select(static used => $"{used.Key} {used.Value}")));
        Row("tool time", $"{figures.InvocationDuration.TotalMilliseconds} ms, {figures.MeanInvocationDuration.TotalMilliseconds} ms on average");
        Row("tokens", $"{figures.Usage.TotalTokens}");
        Row("state", string.Join(", ", session.State.Select(static pair => $"{pair.Key} = {pair.Value.Value} ({pair.Value.Channel})")));
        Row("memory pool", session.MemoryPool?.Name ?? "none");
        Console.WriteLine();
        Console.WriteLine($"All {narrator.Checks} checks hold.");
    }

    private async Task<bool> IsRefusedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await sessions.AppendMessageAsync(id, NewMessage.User("One more thing."), Channel.Api, cancellationToken: cancellationToken);
            return false;
        }
        catch (SessionStatusException)
        {
            return true;
        }
    }

    private static void Row(string name, string value) => Console.WriteLine($"   {name,-12} {value}");
}
