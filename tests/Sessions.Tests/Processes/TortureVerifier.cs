using Sessions.Events;
using Sessions.Stores;
using Sessions.TestProcess.Torture;

namespace Sessions.Tests.Processes;

/// <summary>
/// Reads everything that a tortured store holds and compares it with what its processes were told. It returns what is wrong
/// instead of throwing, so that a test can show that it finds what it must.
/// </summary>
internal sealed class TortureVerifier
{
    /// <summary>How many keys and links a session remembers at least: a repetition further apart than that is a new commit.</summary>
    private const int Window = 1000;

    private readonly ISessionStore _store;
    private readonly int _maxFaults;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, SessionTruth> _truths = [];
    private readonly FencedTruth _fenced;

    public TortureVerifier(ISessionStore store, int maxFaults = 30)
    {
        _store = store;
        _maxFaults = maxFaults;
        _fenced = new FencedTruth(Fault);
    }

    /// <summary>How many commits were found.</summary>
    public long Commits { get; private set; }

    /// <summary>How many commits were made under a lease.</summary>
    public int Fenced => _fenced.Count;

    /// <summary>How many lines of acknowledgement were compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Finds what is lost, doubled, halved or out of order.</summary>
    /// <param name="logs">The acknowledgement logs of all processes.</param>
    /// <param name="losses">How often what was shown may have been lost: what readers saw before then may be gone.</param>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(IEnumerable<string> logs, long losses = 0)
    {
        foreach (var id in Workload.Sessions)
        {
            var truth = new SessionTruth(id, Fault);
            _truths[id] = truth;
            await ReadAsync(id, truth);
            Commits += truth.CommitCount;
            foreach (var (mark, versions) in truth.Marks)
            {
                Once(id, mark, versions);
            }
        }

        foreach (var line in logs.SelectMany(Acknowledgements.Read))
        {
            if (line[0] != "saw" || long.Parse(line[4]) == losses)
            {
                Compared++;
                Compare(line);
            }
        }

        await _fenced.FindFaultsAsync(_store);
        return _faults;
    }

    private async Task ReadAsync(string id, SessionTruth truth)
    {
        var key = new SessionKey("", id);
        var view = await _store.FindAsync(key);
        if (view is null)
        {
            Fault($"{id}: is gone");
            return;
        }

        while (await _store.ReadLogAsync(key, truth.Version, 500) is { Commits.Count: > 0 } page)
        {
            if (page.DroppedThrough > 0)
            {
                Fault($"{id}: versions through {page.DroppedThrough} are not there");
                return;
            }

            var before = truth.Version;
            foreach (var commit in page.Commits)
            {
                truth.Add(commit);
            }

            if (truth.Version <= before)
            {
                Fault($"{id}: the log goes in circles behind version {before}");
                return;
            }
        }

        truth.CompareView(view);
        foreach (var chat in view.Chats)
        {
            await ReadChatAsync(key, chat, truth);
        }

        foreach (var mark in truth.Marks.Keys.Where(mark => mark.Kind == CommitShape.Linked).Take(3))
        {
            if ((await _store.FindByInvocationAsync("", mark.Invocation))?.Id != id)
            {
                Fault($"{id}: is not found by its invocation {mark.Invocation}");
            }
        }
    }

    private async Task ReadChatAsync(SessionKey key, Chat chat, SessionTruth truth)
    {
        var ordinal = 0L;
        while (await _store.ReadMessagesAsync(key, MessageRange.Newer(chat.Name, ordinal, 1000)) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                truth.CompareMessage(message, ++ordinal);
            }

            if (messages[^1].Ordinal != ordinal)
            {
                return;
            }
        }

        if (ordinal != chat.LastOrdinal)
        {
            Fault($"{key.Id}: chat {chat.Name} reads to {ordinal}, but its last is {chat.LastOrdinal}");
        }
    }

    private void Once(string id, Mark mark, List<SessionTruth.Place> places)
    {
        for (var i = 1; i < places.Count; i++)
        {
            if (mark.Kind != CommitShape.Keyed || places[i].Keyed - places[i - 1].Keyed < Window)
            {
                Fault($"{id}: {mark} is there twice, at {places[i - 1].Version} and {places[i].Version}");
            }
        }
    }

    private void Compare(string[] line)
    {
        if (line[0] == "fenced")
        {
            _fenced.Acknowledged(FencedMark.Parse(line[2]));
            return;
        }

        var truth = _truths[line[1]];
        if (line[0] == "saw")
        {
            if (truth.CommitAt(long.Parse(line[2])) is var commit && commit?.ToString() != line[3])
            {
                Fault($"{line[1]}: a reader saw commit {line[3]} at version {line[2]}, where now is {commit?.ToString() ?? "none"}");
            }

            return;
        }

        var there = Mark.TryParse(line[2], out var mark);
        List<SessionTruth.Place>? places = null;
        there = there && truth.Marks.TryGetValue(mark, out places);
        if (line[0] == "answered" && !there)
        {
            Fault($"{line[1]}: {mark} was acknowledged, and is lost");
        }
        else if (line[0] == "answered" && places![0].Version > long.Parse(line[3]))
        {
            Fault($"{line[1]}: {mark} has version {places[0].Version}, but was answered with a view of version {line[3]}");
        }
        else if (line[0] == "refused" && there)
        {
            Fault($"{line[1]}: {mark} was refused, and is there");
        }
    }

    private void Fault(string what)
    {
        if (_faults.Count < _maxFaults)
        {
            _faults.Add(what);
        }
    }
}
