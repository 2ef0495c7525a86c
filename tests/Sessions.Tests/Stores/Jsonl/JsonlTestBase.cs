using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.Jsonl;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

/// <summary>A directory of its own for each test, and stores on it that share a clock.</summary>
public abstract class JsonlTestBase : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-jsonl-");
    private readonly List<JsonlStore> _stores = [];

    protected string Root => _root.FullName;

    protected Sessions.Testing.FakeTimeProvider Time { get; } = new();

    internal FileEvents Events { get; } = new();

    protected string LogOf(string id) => Path.Combine(Root, "sessions", id + ".jsonl");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }

    protected JsonlStore Open(JsonlStoreOptions? options = null, DateTime? machineStart = null)
    {
        var store = new JsonlStore(Root, options ?? new JsonlStoreOptions(), Time, Events, machineStart ?? DateTime.MinValue);
        _stores.Add(store);
        return store;
    }

    protected SessionManager Manage(ISessionStore store) => new(store, new SessionsOptions { IdleTimeout = null }, Time);

    protected static async Task<string[]> ContentsAsync(SessionManager manager, string id = "s", int count = 10_000) =>
        [.. (await manager.ReadNewestMessagesAsync(id, count)).Select(message => message.Content!)];
}
