using Sessions.Stores;
using Xunit;

namespace Sessions.Testing.Model;

/// <summary>Compares all that can be read of a store with the model.</summary>
internal static class ModelCheck
{
    public static async Task CompareAsync(
        SessionManager manager, ISessionStore store, IEnumerable<string> ids, IReadOnlyDictionary<string, ModelSession> model, DateTimeOffset now)
    {
        foreach (var id in ids)
        {
            var live = model.TryGetValue(id, out var session) && !session.IsExpired(now) ? session : null;
            var view = await store.FindAsync(new SessionKey(manager.Partition, id));
            Assert.Equal(live is not null, view is not null);
            if (live is null || view is null)
            {
                continue;
            }

            CompareView(live, view);
            await CompareMessagesAsync(manager, live, id);
            await CompareLogAsync(store, live, view);
        }

        var expected = model.Where(pair => !pair.Value.IsExpired(now))
            .OrderByDescending(pair => pair.Value.Updated).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).ToList();
        Assert.Equal(expected, (await manager.ListAsync()).Sessions.Select(session => session.Id));
        Assert.Equal(expected.Count, await manager.CountAsync());
    }

    private static void CompareView(ModelSession model, Session view)
    {
        Assert.Equal(
            (model.Version, model.Status, model.Pinned, model.ExpiresAt, model.FinishedAt),
            (view.Version, view.Status, view.Pinned, view.ExpiresAt, view.FinishedAt));
        Assert.Equal((model.Created, model.Updated, model.LastUsed), (view.CreatedAt, view.UpdatedAt, view.LastUsedAt));
        Assert.Equal(
            model.State.Select(pair => (pair.Key, pair.Value.Json, pair.Value.Channel, pair.Value.Version)),
            view.State.Select(pair => (pair.Key, pair.Value.Value.ToString(), pair.Value.Channel.Name, pair.Value.Version)));
        Assert.Equal(model.Tags, view.Tags.AsEnumerable());
        Assert.Equal(model.Linked.Count, view.Invocations.Count);
        Assert.Equal(
            model.Channels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)),
            view.Channels.OrderBy(channel => channel.Channel.Name, StringComparer.Ordinal).Select(channel => (channel.Channel.Name, channel.Count)));
        Assert.Equal(model.Chats.Keys, view.Chats.Select(chat => chat.Name));
        Assert.Equal(model.Chats.Values.Sum(chat => chat.Messages.Count - chat.Cleared), view.Messages.Total);
    }

    private static async Task CompareMessagesAsync(SessionManager manager, ModelSession model, string id)
    {
        foreach (var (name, (messages, cleared)) in model.Chats)
        {
            var read = await manager.ReadNewestMessagesAsync(id, 10_000, name);
            Assert.Equal(messages.Skip(cleared), read.Select(message => message.Content));
            Assert.Equal(Enumerable.Range(cleared + 1, read.Count).Select(ordinal => (long)ordinal), read.Select(message => message.Ordinal));
        }
    }

    private static async Task CompareLogAsync(ISessionStore store, ModelSession model, Session view)
    {
        var page = await store.ReadLogAsync(view.Key, 0, 10_000);
        var events = page!.Commits.SelectMany(commit => commit.Events).ToList();
        Assert.Equal(model.Kinds, events.Select(happened => happened.Kind));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(version => (long)version), events.Select(happened => happened.Version));
        Assert.Equal(events.Select(happened => happened.At).Order(), events.Select(happened => happened.At));
    }
}
