using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sessions.Events;
using Sessions.Stores;
using Sessions.Stores.Files;

namespace Sessions.Tests.Stores.Files.Catalog;

/// <summary>Sessions in memory, in place of their logs: what a catalog asks of an engine, and what it costs.</summary>
internal sealed class FakeEngine : ICatalogSource
{
    private int _looks;

    public ConcurrentDictionary<SessionKey, Session> Sessions { get; } = new();

    public HashSet<SessionKey> Damaged { get; } = [];

    public long Now { get; set; } = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <summary>How many sessions were opened since it was last set.</summary>
    public int Looks
    {
        get => _looks;
        set => _looks = value;
    }

    public Action<int>? OnLook { get; set; }

    public ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var looks = Interlocked.Increment(ref _looks);
        OnLook?.Invoke(looks);
        return Damaged.Contains(key)
            ? throw new SessionDamagedException(key.Id, "a file", "Bad.")
            : new ValueTask<Session?>(Sessions.GetValueOrDefault(key));
    }

    public async IAsyncEnumerable<SessionKey> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in Sessions.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return key;
        }

        await Task.CompletedTask;
    }

    public Session Create(
        string id, string? user = null, string partition = "", TimeSpan? idle = null, IReadOnlyList<string>? tags = null,
        SortedMap<JsonText>? metadata = null, Channel channel = default) =>
        Commit(new SessionKey(partition, id), channel, new SessionCreated(Guid.NewGuid().ToString("N"))
        {
            UserId = user,
            IdleTimeout = idle,
            Tags = tags ?? [],
            Metadata = metadata ?? SortedMap<JsonText>.Empty,
        });

    public Session Update(string id, string purpose = "changed") =>
        Commit(new SessionKey(id), default, new DetailsChanged { Purpose = purpose });

    public Session Commit(SessionKey key, Channel channel, SessionEvent change)
    {
        var plan = CommitPlanner.Plan(
            key, Sessions.GetValueOrDefault(key), Instants.ToOffset(Now), (_, _) => new Decision([change]),
            new CommitOptions { Channel = channel }, NoMemory.Instance);
        return Sessions[key] = plan.View;
    }

    public Session Touch(string id)
    {
        var key = new SessionKey(id);
        return Sessions[key] = UsePlanner.Plan(key, Sessions[key], Now, new SessionUse.Touch(Channel.Cli)).View!;
    }

    public void Pass(TimeSpan time) => Now += time.Ticks;
}
