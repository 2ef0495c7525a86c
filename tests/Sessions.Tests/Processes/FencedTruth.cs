using Sessions.Stores;
using Sessions.TestProcess.Torture;

namespace Sessions.Tests.Processes;

/// <summary>What was committed under the lease that all processes of a torture wanted: never two holders at once, nothing late, nothing lost.</summary>
internal sealed class FencedTruth(Action<string> fault)
{
    private readonly HashSet<FencedMark> _acknowledged = [];

    /// <summary>How many commits were found.</summary>
    public int Count { get; private set; }

    public void Acknowledged(FencedMark mark) => _acknowledged.Add(mark);

    public async Task FindFaultsAsync(ISessionStore store)
    {
        var key = new SessionKey(FencedTask.Partition, FencedTask.Session);
        var found = new HashSet<FencedMark>();
        FencedMark last = default;
        var ordinal = 0L;
        while (await store.ReadMessagesAsync(key, MessageRange.Newer(Chat.Main, ordinal, 1000)) is { Count: > 0 } messages)
        {
            foreach (var mark in messages.Select(message => FencedMark.Parse(message.Content!)))
            {
                if (!found.Add(mark))
                {
                    fault($"{mark} is there twice");
                }

                if (mark.Token < last.Token)
                {
                    fault($"{mark} was written behind {last}, under a lease that was lost by then");
                }
                else if (mark.Token == last.Token && (mark.Holder != last.Holder || mark.Number <= last.Number))
                {
                    fault($"{mark} follows {last}, under the same lease");
                }

                last = mark;
            }

            ordinal = messages[^1].Ordinal;
        }

        Count = found.Count;
        foreach (var mark in _acknowledged.Where(mark => !found.Contains(mark)))
        {
            fault($"{mark} was acknowledged, and is lost");
        }
    }
}
