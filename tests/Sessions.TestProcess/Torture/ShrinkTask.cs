using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>Writes to the same sessions as everybody else, compacts them, and looks whether a reader ever sees less than before.</summary>
internal sealed class ShrinkTask(ISessionStore store, DeadIncarnations log, string name, Random random)
{
    /// <summary>The sessions are this user's.</summary>
    public const string User = "Käthe/..";

    private readonly SessionManager _manager = new SessionManager(store).ForUser(User);
    private readonly Dictionary<string, (long Version, long Count)> _seen = [];

    public static IReadOnlyList<string> Sessions { get; } = ["one", "two", "Three"];

    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var id in Sessions)
        {
            await _manager.GetOrCreateAsync(id, new NewSession { NoIdleTimeout = true }, cancellationToken: CancellationToken.None);
        }

        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = Sessions[random.Next(Sessions.Count)];
            try
            {
                await StepAsync(id, i);
            }
            catch (SessionBusyException)
            {
                // Others were quicker, for long.
            }
        }
    }

    private async Task StepAsync(string id, int i)
    {
        var text = $"{name}.{i}";
        switch (random.Next(6))
        {
            case 0:
                var view = await _manager.GetAsync(id);
                await ((ICompactingStore)store).CompactAsync(view.Key);
                break;
            case 1:
                await _manager.SetStateAsync(id, name, i);
                log.Add($"state {id} {name} {i}");
                break;
            case 2:
                await LookAsync(id);
                break;
            default:
                var options = new CommitOptions { IdempotencyKey = text };
                var message = NewMessage.User(random.Next(50) == 0 ? $"{text} {new string('x', 100_000)}" : text);
                var answered = await _manager.UpdateAsync(id, update => update.SetState("last", text).AppendMessage(message), options);
                log.Add($"message {id} {text} {answered.Version}");
                if (random.Next(3) == 0)
                {
                    await _manager.UpdateAsync(id, update => update.SetState("last", text).AppendMessage(message), options);
                }

                break;
        }
    }

    private async Task LookAsync(string id)
    {
        var view = await _manager.GetAsync(id);
        var count = view.Chats.Sum(chat => chat.LastOrdinal);
        if (_seen.TryGetValue(id, out var before) && (view.Version < before.Version || count < before.Count))
        {
            throw new InvalidOperationException($"{id} was at {before}, and then at {view.Version} with {count} messages.");
        }

        var messages = await _manager.ReadNewestMessagesAsync(id, 10_000);
        if (messages.Count < Math.Min(count, 10_000))
        {
            throw new InvalidOperationException($"{id} has {count} messages, of which {messages.Count} could be read.");
        }

        _seen[id] = (view.Version, count);
    }
}
