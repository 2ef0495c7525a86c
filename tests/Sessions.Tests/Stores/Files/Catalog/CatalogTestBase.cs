using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

/// <summary>One directory, one engine, any number of catalogs over them, each as if in a process of its own.</summary>
public abstract class CatalogTestBase : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-catalog-");
    private readonly List<Sessions.Stores.Files.Catalog> _open = [];
    private readonly List<FileLockSet> _locks = [];

    protected virtual string Store => _root.FullName;

    private protected FakeEngine Engine { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var catalog in _open)
        {
            await catalog.DisposeAsync();
        }

        _locks.ForEach(static locks => locks.Dispose());
        _root.Delete(recursive: true);
    }

    /// <summary>Its timer beats only when the test says so.</summary>
    private protected Sessions.Stores.Files.Catalog Open(CatalogOptions? options = null)
    {
        var locks = FileLockSet.Open(Store);
        _locks.Add(locks);
        var catalog = new Sessions.Stores.Files.Catalog(
            Store, locks, Engine, (options ?? new CatalogOptions()) with { Beat = TimeSpan.FromDays(40) });
        _open.Add(catalog);
        return catalog;
    }

    private protected static async Task<Session> CommitAsync(ICatalog catalog, SessionKey key, Func<Session> commit)
    {
        using var change = await catalog.BeforeCommitAsync(key);
        var view = commit();
        catalog.Changed(view);
        return view;
    }

    private protected Task<Session> CreateAsync(ICatalog catalog, string id, string? user = null, string partition = "", TimeSpan? idle = null)
    {
        // No two at one instant, so that an order is one.
        Engine.Pass(TimeSpan.FromMilliseconds(1));
        return CommitAsync(catalog, new SessionKey(partition, id), () => Engine.Create(id, user, partition, idle));
    }

    private protected Task<Session> UpdateAsync(ICatalog catalog, string id)
    {
        Engine.Pass(TimeSpan.FromMilliseconds(1));
        return CommitAsync(catalog, new SessionKey(id), () => Engine.Update(id));
    }

    private protected async Task RemoveAsync(ICatalog catalog, string id)
    {
        var key = new SessionKey(id);
        using var change = await catalog.BeforeCommitAsync(key);
        Engine.Sessions.TryRemove(key, out var last);
        catalog.Removed(key, last!.Incarnation);
    }

    /// <summary>Lets every session be quiet for long enough, and sums it up.</summary>
    private protected static async Task RestAsync(Sessions.Stores.Files.Catalog catalog)
    {
        for (var beat = 0; beat < 3; beat++)
        {
            await catalog.SettleAsync(everything: false, CancellationToken.None);
        }
    }

    private protected static async Task<string[]> IdsAsync(ICatalog catalog, SessionQuery? query = null) =>
        [.. (await catalog.QueryAsync(query ?? new SessionQuery())).Sessions.Select(static session => session.Id)];

    protected string CatalogFile() => Directory.GetFiles(Store, "catalog.*.jsonl").Should().ContainSingle().Which;

    protected string[] CatalogLines()
    {
        using var reader = new StreamReader(new FileStream(CatalogFile(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
