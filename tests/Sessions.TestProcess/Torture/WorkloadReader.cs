using Sessions.Events;
using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>Reads while others write, and throws at what no reader may ever see.</summary>
internal sealed class WorkloadReader(SessionManager manager, Acknowledgements log, WorkloadPlan plan)
{
    private readonly Random _random = new(plan.Seed);
    private readonly Dictionary<string, Session> _seen = [];
    private long _losses;
    private Task _compacting = Task.CompletedTask;

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (plan.Losses.Count is var losses && losses != _losses)
            {
                _seen.Clear();
                _losses = losses;
            }

            var id = Workload.Sessions[_random.Next(Workload.Sessions.Count)];
            try
            {
                await ReadViewAsync(id);
                await ReadMessagesAsync(id);
                await ReadLogAsync(id);
                if (round % 20 == 0)
                {
                    await ListAsync();
                }

                if (round % 100 == 0 && _compacting.IsCompleted)
                {
                    await _compacting;
                    _compacting = Task.Run(() => CompactAsync(id), CancellationToken.None);
                }
            }
            catch (SessionBusyException)
            {
                // A writer was stopped inside; reading goes on with another session.
            }
            catch (InvalidOperationException) when (plan.Losses.Count != _losses)
            {
                // What it compares with was shown before the server went down.
            }

            await Task.Yield();
        }

        await _compacting;
    }

    private async Task CompactAsync(string id)
    {
        if (manager.Store.GetService(typeof(ICompactingStore)) is ICompactingStore store)
        {
            try
            {
                await store.CompactAsync(new SessionKey(manager.Partition, id));
            }
            catch (SessionBusyException)
            {
                // Another process was stopped while it compacted this session, or another of the same stripe.
            }
        }
    }

    private async Task ReadViewAsync(string id)
    {
        var view = await manager.Store.FindAsync(new SessionKey(manager.Partition, id)) ?? throw Seen(id, "is gone");
        if (_seen.TryGetValue(id, out var before) && (view.Version < before.Version || view.Messages.Total < before.Messages.Total))
        {
            throw Seen(id, $"went back from version {before.Version} to {view.Version}");
        }

        if (view.State.TryGetValue("last", out var last) && last.Version != view.Version)
        {
            await CheckPlainAsync(id, last.Version, view.Version);
        }

        _seen[id] = view;
    }

    /// <summary>Commits that left the state as it was are single messages; if one is not, the view held half of it.</summary>
    private async Task CheckPlainAsync(string id, long after, long through)
    {
        var page = await manager.Store.ReadLogAsync(new SessionKey(manager.Partition, id), after, (int)(through - after)) ?? throw Seen(id, "is gone");
        foreach (var commit in page.Commits)
        {
            if (commit.FirstVersion <= through
                && (commit.Events is not [MessageAppended { Message: var message }] || !Mark.TryParse(message.Content, out var mark) || mark.Kind != CommitShape.Plain))
            {
                throw Seen(id, $"has version {through}, but the state of {after}, and the commit at {commit.FirstVersion} sets it: half a commit");
            }
        }
    }

    private async Task ReadMessagesAsync(string id)
    {
        var messages = await manager.ReadNewestMessagesAsync(id, _random.Next(1, 60));
        for (var i = 0; i < messages.Count; i++)
        {
            Whole(id, messages[i]);
            if (i > 0 && (messages[i].Ordinal != messages[i - 1].Ordinal + 1 || messages[i].Version <= messages[i - 1].Version))
            {
                throw Seen(id, $"has message {messages[i].Ordinal} of version {messages[i].Version} behind {messages[i - 1].Ordinal} of {messages[i - 1].Version}");
            }
        }
    }

    private static void Whole(string id, Message message)
    {
        if (!Mark.TryParse(message.Content, out var mark)
            || !Enumerable.Range(0, mark.Messages).Any(i => message.Content == mark.ContentOf(i) && message.Chat == mark.ChatOf(i)))
        {
            throw Seen(id, $"has a message that nobody wrote: {message.Content?[..Math.Min(80, message.Content.Length)]}");
        }
    }

    private async Task ReadLogAsync(string id)
    {
        var after = Math.Max(0, _seen[id].Version - _random.Next(200));
        var page = await manager.Store.ReadLogAsync(new SessionKey(manager.Partition, id), after, _random.Next(1, 60)) ?? throw Seen(id, "is gone");
        if (page.DroppedThrough > after)
        {
            return;
        }

        for (var i = 0; i < page.Commits.Count; i++)
        {
            var commit = page.Commits[i];
            var expected = i == 0 ? after + 1 : page.Commits[i - 1].LastVersion + 1;
            if (i == 0 ? commit.FirstVersion > expected || commit.LastVersion < expected : commit.FirstVersion != expected)
            {
                throw Seen(id, $"goes on with version {commit.FirstVersion} where {expected} was next");
            }

            if (_random.Next(50) == 0)
            {
                log.Saw(id, commit.FirstVersion, commit.Id, _losses);
            }
        }
    }

    private async Task ListAsync()
    {
        var known = _seen.ToDictionary(seen => seen.Key, seen => seen.Value.Version);
        var page = await manager.ListAsync(limit: 50);
        var listed = page.Sessions.ToDictionary(session => session.Id, session => session.Version);
        if (page.Unreadable.Count > 0 || listed.Count != Workload.Sessions.Count)
        {
            throw new InvalidOperationException($"A list has {listed.Count} sessions and cannot read {page.Unreadable.Count}.");
        }

        foreach (var (id, version) in known)
        {
            if (listed[id] < version)
            {
                throw Seen(id, $"is listed at version {listed[id]}, after {version} was seen");
            }
        }
    }

    private static InvalidOperationException Seen(string id, string what) => new($"A reader: session {id} {what}.");
}
