using FluentAssertions;
using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>A store that has one connection only: whoever waits for it waits for nobody who waits for him.</summary>
public sealed class OneConnectionTests : IDisposable
{
    private const int Times = 200;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-one-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Tables_are_seen_to_while_others_write()
    {
        var path = Path.Combine(_directory.FullName, "sessions.db");
        await using var store = SqliteStores.Open(path, new SqliteStoreOptions { MaxConnections = 1, LockTimeout = TimeSpan.FromSeconds(5) });
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var commits = Task.Run(async () =>
        {
            for (var i = 0; i < Times; i++)
            {
                await manager.AppendMessageAsync("s", NewMessage.User("1"));
            }
        });
        while (!commits.IsCompleted)
        {
            await store.MigrateAsync();
        }

        await commits;
        (await manager.GetAsync("s")).Messages.Total.Should().Be(Times);
    }
}
