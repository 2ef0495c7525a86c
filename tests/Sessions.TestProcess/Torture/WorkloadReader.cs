using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>Reads while others write, and throws at what no reader may ever see.</summary>
internal sealed class WorkloadReader(SessionManager manager, Acknowledgements log, Random random)
{
    private readonly Dictionary<string, Session> _seen = [];
    private Task _compacting = Task.CompletedTask;

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var id = Workload.Sessions[random.Next(Workload.Sessions.Count)];
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
            throw Seen(id, $"has version {view.Version}, but the state of {last.Version}: half a commit");
        }

        _seen[id] = view;
    }

    private async Task ReadMessagesAsync(string id)
    {
        var messages = await manager.ReadNewestMessagesAsync(id, random.Next(1, 60));
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
        var after = Math.Max(0, _seen[id].Version - random.Next(200));
        var page = await manager.Store.ReadLogAsync(new SessionKey(manager.Partition, id), after, random.Next(1, 60)) ?? throw Seen(id, "is gone");
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

            if (random.Next(50) == 0)
            {
                log.Saw(id, commit.FirstVersion, commit.Id);
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
