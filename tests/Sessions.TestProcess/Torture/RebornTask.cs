using Sessions.Events;
using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// Creates, fills, reads and deletes the same sessions as everybody else. Each message names the incarnation that it was
/// written for, so that a mixture shows.
/// </summary>
internal sealed class RebornTask(SessionManager manager, DeadIncarnations log, DeadIncarnations dead, Random random)
{
    public static IReadOnlyList<string> Sessions { get; } = ["phoenix-1", "phoenix-2", "Phoenix-3"];

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var deleted = 0;
        while (!stop.IsCancellationRequested)
        {
            var id = Sessions[random.Next(Sessions.Count)];
            try
            {
                switch (random.Next(10))
                {
                    case 0:
                        deleted += await DeleteAsync(id) ? 1 : 0;
                        break;
                    case 1:
                        await CreateAsync(id);
                        break;
                    case 2:
                        await CompactAsync(id);
                        break;
                    case < 8:
                        await WriteAsync(id);
                        break;
                    default:
                        await ReadAsync(id);
                        break;
                }
            }
            catch (Exception error) when (error is SessionNotFoundException or SessionAlreadyExistsException or SessionBusyException)
            {
                // Others were quicker.
            }
        }

        return deleted;
    }

    private async Task CreateAsync(string id)
    {
        var before = dead.Snapshot();
        var session = await manager.CreateAsync(new NewSession { Id = id, NoIdleTimeout = true });
        log.Add($"created {id} {session.Incarnation}");
        before.Check(session, "create");
        if (session.Version != 1)
        {
            throw new InvalidOperationException($"{id} was created at version {session.Version}.");
        }
    }

    private async Task WriteAsync(string id)
    {
        var before = dead.Snapshot();
        var session = await manager.UpdateAsync(
            id,
            update => update.AppendMessage(NewMessage.User(update.Session.Incarnation))
                .SetState("incarnation", update.Session.Incarnation)
                .ChangeState("count", value => (value?.ToElement().GetInt64() ?? 0) + 1));
        before.Check(session, "update");
        Consistent(session);
    }

    private async Task CompactAsync(string id)
    {
        if (manager.Store.GetService(typeof(ICompactingStore)) is ICompactingStore store)
        {
            await store.CompactAsync(new SessionKey("", id));
        }
    }

    private async Task ReadAsync(string id)
    {
        var before = dead.Snapshot();
        var page = await manager.Store.ReadLogAsync(new SessionKey("", id), 0, 1000);
        if (page is null)
        {
            return;
        }

        before.Check(page.Session, "read");
        Consistent(page.Session);
        if (page.Commits.Count > 0 && page.DroppedThrough == 0 && page.Commits[0].FirstVersion != 1)
        {
            throw new InvalidOperationException($"{id} begins with version {page.Commits[0].FirstVersion}.");
        }

        foreach (var message in page.Commits.SelectMany(commit => commit.Events).OfType<MessageAppended>())
        {
            if (message.Message.Content != page.Session.Incarnation)
            {
                throw new InvalidOperationException(
                    $"{id} is {page.Session.Incarnation}, but version {message.Version} was written for {message.Message.Content}.");
            }
        }
    }

    private async Task<bool> DeleteAsync(string id)
    {
        var before = dead.Snapshot();
        if (await manager.Store.FindAsync(new SessionKey("", id)) is not { } session)
        {
            return false;
        }

        before.Check(session, "find");
        if (!await manager.Store.DeleteAsync(session.Key, session.Incarnation))
        {
            return false;
        }

        log.Add($"deleted {id} {session.Incarnation}");
        dead.Add(session.Incarnation);
        return true;
    }

    private static void Consistent(Session session)
    {
        if (session.TryGetState("incarnation", out var incarnation)
            && (incarnation.AsString() != session.Incarnation
                || session.State["count"].Value.ToElement().GetInt64() != session.Messages.Total))
        {
            throw new InvalidOperationException(
                $"{session.Id} is {session.Incarnation}, holds the state of {incarnation} and {session.Messages.Total} messages, counted {session.State["count"].Value}.");
        }
    }
}
