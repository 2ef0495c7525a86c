using System.Runtime.CompilerServices;
using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

/// <summary>
/// What Sessions promises, as facts about a store. Whoever writes a store or a decorator derives a test class from this one
/// and supplies <see cref="OpenAsync"/>; nothing else is listed, so that nothing can be forgotten. A store that keeps
/// sessions beyond its process derives from <see cref="PersistentStoreConformance"/> instead, and one that several
/// instances share at once from <see cref="SharedStoreConformance"/>.
/// </summary>
public abstract partial class SessionStoreConformance : IAsyncLifetime
{
    /// <summary>How long a fact waits for what must come, before it fails instead of hanging. Nothing is timed by it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ISessionStore? _store;

    /// <summary>The clock of the fact, the store and the manager.</summary>
    protected FakeTimeProvider Time { get; } = new();

    /// <summary>The store under test; empty at the beginning of each fact.</summary>
    protected ISessionStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>The partition that the facts take place in; empty by default. Derive once more to prove a store in one, with a name that is hard on it.</summary>
    protected virtual string Partition => "";

    /// <summary>A manager over the store, which records every read.</summary>
    protected SessionManager Manager => Over(new SessionsOptions { TouchCoalescing = TimeSpan.Zero });

    [ConformanceFact]
    public void An_optional_ability_is_proven_where_it_is_there() =>
        Assert.True(
            Store.GetService(typeof(ICompactingStore)) is null || this is CompactingStoreConformance,
            $"The store compacts: derive {GetType().Name} from {nameof(CompactingStoreConformance)}.");

    async Task IAsyncLifetime.InitializeAsync() => _store = Decorate(await OpenAsync(Time));

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await CleanUpAsync();
    }

    /// <summary>
    /// Opens the store of one fact, empty at first, on a clock. A store that persists opens the same data again when it is
    /// called again by the same instance of the test class.
    /// </summary>
    protected abstract ValueTask<ISessionStore> OpenAsync(TimeProvider time);

    /// <summary>Wraps the store in a decorator to be proven; by default in none.</summary>
    protected virtual ISessionStore Decorate(ISessionStore store) => store;

    /// <summary>Removes what the fact has left behind, after the store was disposed of.</summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <summary>Closes the store and opens it again.</summary>
    private protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = null;
        _store = Decorate(await OpenAsync(Time));
    }

    private protected SessionManager Over(SessionsOptions? options = null) => Over(Store, options);

    private protected SessionManager Over(ISessionStore store, SessionsOptions? options = null)
    {
        var manager = new SessionManager(store, options, Time);
        return Partition.Length == 0 ? manager : manager.ForPartition(Partition);
    }

    private protected SessionKey Key(string id) => new(Partition, id);

    private protected async Task<Session> CreateAsync(string id = "s") => await Manager.CreateAsync(new NewSession { Id = id });

    private protected async Task<Session> ViewAsync(string id = "s") =>
        await Store.FindAsync(Key(id)) ?? throw new SessionNotFoundException(id);

    /// <summary>The whole log, page by page.</summary>
    private protected async Task<List<Commit>> LogAsync(SessionKey key, int page = 100)
    {
        var commits = new List<Commit>();
        while (true)
        {
            var after = commits.Count == 0 ? 0 : commits[^1].LastVersion;
            var read = await Store.ReadLogAsync(key, after, page);
            Assert.NotNull(read);
            Assert.Equal(0, read.DroppedThrough);
            if (read.Commits.Count == 0)
            {
                return commits;
            }

            Assert.InRange(read.Commits.Count, 1, page);
            commits.AddRange(read.Commits);
        }
    }

    private protected async Task<List<SessionEvent>> EventsAsync(string id = "s") =>
        [.. (await LogAsync(Key(id))).SelectMany(commit => commit.Events)];

    private protected async Task<IEnumerable<string?>> ContentsAsync(string id = "s", string chat = Chat.Main) =>
        (await Manager.ReadNewestMessagesAsync(id, 10_000, chat)).Select(message => message.Content);

    private protected static async Task<TError> RefusedAsync<TError>(Func<ValueTask<Session>> call)
        where TError : Exception =>
        await Assert.ThrowsAsync<TError>(async () => await call());

    /// <summary>Refused, and nothing changed by it.</summary>
    private protected async Task<TError> UnchangedAsync<TError>(Func<ValueTask<Session>> call, string id = "s")
        where TError : Exception
    {
        var before = await ViewAsync(id);
        var error = await RefusedAsync<TError>(call);
        var after = await ViewAsync(id);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Messages, after.Messages);
        Assert.Equal(before.ExpiresAt, after.ExpiresAt);
        Assert.Equal(before.Version, (await EventsAsync(id)).Count);
        return error;
    }

    /// <summary>Runs something on several threads at once, all of which start together.</summary>
    private protected static async Task TogetherAsync(int tasks, Func<int, Task> run)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, tasks).Select(index => Task.Run(async () =>
        {
            await start.Task;
            await run(index);
        })).ToArray();
        start.SetResult();
        await Task.WhenAll(all).WaitAsync(Patience);
    }

    private protected static async IAsyncEnumerable<SessionChange> Bounded(
        IAsyncEnumerable<SessionChange> feed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var changes = feed.GetAsyncEnumerator(cancellationToken);
        while (await changes.MoveNextAsync().AsTask().WaitAsync(Patience, cancellationToken))
        {
            yield return changes.Current;
        }
    }
}
