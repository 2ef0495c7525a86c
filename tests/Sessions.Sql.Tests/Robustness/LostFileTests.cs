using FluentAssertions;
using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>The file of SQLite goes away under a store: no commit is answered that nobody would find.</summary>
public sealed class LostFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-lost-file-");

    static LostFileTests() => SQLitePCL.Batteries_V2.Init();

    private string Database => Path.Combine(_root.FullName, "sessions.db");

    private string Elsewhere => Path.Combine(_root.FullName, "elsewhere.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("the file deleted")]
    [InlineData("all deleted")]
    [InlineData("the file moved")]
    [InlineData("all moved")]
    [InlineData("replaced")]
    [InlineData("made anew")]
    public async Task Nothing_more_is_answered_once_the_path_names_another_file_or_none(string what)
    {
        await using var store = SqliteStores.Open(Database);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("kept"));
        await GivenBackAsync();
        await TakeAwayAsync(what);

        for (var i = 0; i < 2; i++)
        {
            await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());
            await RefusedAsync(() => manager.CreateAsync(new NewSession { Id = "t" }).AsTask());
            await RefusedAsync(() => manager.ListAsync().AsTask());
            await RefusedAsync(() => manager.ReadNewestMessagesAsync("s").AsTask());
            await RefusedAsync(() => manager.DeleteAsync("s").AsTask());
        }

        OpenFiles().Should().NotContain(file => file.Contains("(deleted)") || file.Contains("elsewhere"));
        File.Exists(Database).Should().Be(what is "replaced" or "made anew", "nothing is made anew by itself");
    }

    [Fact]
    public async Task A_file_that_is_given_the_number_of_the_one_that_was_deleted_is_another()
    {
        await using var store = SqliteStores.Open(Database);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await ExecuteAsync("VACUUM INTO '" + Elsewhere + "'");
        await ExecuteAsync("CREATE TRIGGER refuses BEFORE INSERT ON session_events BEGIN SELECT RAISE(ABORT, 'no'); END");

        // What is not understood may lie with the connection, which is closed: then the store has none.
        await manager.Invoking(manager => manager.AppendMessageAsync("s", NewMessage.User("refused")).AsTask()).Should().ThrowAsync<SessionStoreUnavailableException>();
        await GivenBackAsync();
        await TakeAwayAsync("all deleted but the locks");
        File.Copy(Elsewhere, Database);
        await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());
        OpenFiles().Should().NotContain(file => file.Contains("(deleted)"));
    }

    [Fact]
    public async Task A_store_whose_file_was_moved_away_and_put_back_finds_all_when_it_is_opened_anew()
    {
        await using var store = SqliteStores.Open(Database);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < 20; i++)
        {
            await manager.AppendMessageAsync("s", NewMessage.User($"{i}"));
        }

        await GivenBackAsync();
        await TakeAwayAsync("the file moved");
        await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());
        File.Move(Elsewhere, Database);
        await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());

        await using var again = SqliteStores.Open(Database);
        var other = new SessionManager(again);
        await other.AppendMessageAsync("s", NewMessage.User("20"));
        (await other.ReadNewestMessagesAsync("s", 100)).Select(message => message.Content).Should().Equal(Enumerable.Range(0, 21).Select(i => $"{i}"));
    }

    [Fact]
    public async Task What_was_moved_away_and_put_back_between_two_commits_was_never_lost()
    {
        await using var store = SqliteStores.Open(Database);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await GivenBackAsync();
        await TakeAwayAsync("all moved");
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Move(Elsewhere + suffix, Database + suffix);
        }

        await manager.AppendMessageAsync("s", NewMessage.User("kept"));
        await using var again = SqliteStores.Open(Database);
        (await new SessionManager(again).GetAsync("s")).Messages.Total.Should().Be(1);
    }

    [Fact]
    public async Task Without_its_lock_files_a_store_reads_but_writes_only_when_it_is_opened_anew()
    {
        await using var store = SqliteStores.Open(Database);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await GivenBackAsync();
        Directory.Delete($"{Database}-sessions", recursive: true);
        await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("alone")).AsTask());
        (await manager.ListAsync()).Sessions.Should().ContainSingle();
        await using var again = SqliteStores.Open(Database);
        await new SessionManager(again).AppendMessageAsync("s", NewMessage.User("kept"));
        await manager.AppendMessageAsync("s", NewMessage.User("kept too"));
        (await manager.ReadNewestMessagesAsync("s")).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_store_that_lost_its_file_leaves_the_one_in_its_place_alone()
    {
        var lost = SqliteStores.Open(Database);
        var manager = new SessionManager(lost);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await GivenBackAsync();
        await TakeAwayAsync("all moved");
        await using (var store = SqliteStores.Open(Database))
        {
            var other = new SessionManager(store);
            await other.CreateAsync(new NewSession { Id = "theirs" });
            await GivenBackAsync();
            await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());
            await lost.DisposeAsync();
            await other.AppendMessageAsync("theirs", NewMessage.User("kept"));
        }

        await using var again = SqliteStores.Open(Database);
        (await new SessionManager(again).GetAsync("theirs")).Messages.Total.Should().Be(1);
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        (await command.ExecuteScalarAsync()).Should().Be("ok");
    }

    [Fact]
    public async Task By_a_link_a_store_takes_turns_with_those_who_come_by_the_file_and_notices_that_it_leads_elsewhere()
    {
        await using var store = SqliteStores.Open(Database);
        await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        var link = Path.Combine(_root.FullName, "link.db");
        File.CreateSymbolicLink(link, Database);
        await using var linked = SqliteStores.Open(link);
        var manager = new SessionManager(linked);
        await manager.AppendMessageAsync("s", NewMessage.User("kept"));
        Directory.Exists($"{link}-sessions").Should().BeFalse("there is one place for the locks of a file");

        await GivenBackAsync();
        await using (var other = SqliteStores.Open(Elsewhere))
        {
            await new SessionManager(other).CreateAsync(new NewSession { Id = "theirs" });
        }

        File.Delete(link);
        File.CreateSymbolicLink(link, Elsewhere);
        await RefusedAsync(() => manager.AppendMessageAsync("s", NewMessage.User("lost")).AsTask());
        await new SessionManager(store).AppendMessageAsync("s", NewMessage.User("kept"));
    }

    [Fact]
    public async Task A_link_to_a_file_that_is_not_there_yet_is_followed_and_one_that_leads_nowhere_is_refused()
    {
        var link = Path.Combine(_root.FullName, "link.db");
        File.CreateSymbolicLink(link, Path.Combine("deeper", "sessions.db"));
        await using (var store = SqliteStores.Open(link))
        {
            await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        }

        File.Exists(Path.Combine(_root.FullName, "deeper", "sessions.db")).Should().BeTrue();
        var loop = Path.Combine(_root.FullName, "loop.db");
        File.CreateSymbolicLink(loop, loop);
        FluentActions.Invoking(() => SqliteStores.Open(loop)).Should().Throw<SessionStoreNotReadyException>().WithMessage($"*{loop}*");
    }

    [Fact]
    public async Task A_store_opened_after_another_was_closed_sees_the_file_that_is_there_by_then()
    {
        await using (var store = SqliteStores.Open(Database))
        {
            await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        }

        foreach (var file in _root.GetFiles())
        {
            file.Delete();
        }

        await using var again = SqliteStores.Open(Database);
        (await new SessionManager(again).FindAsync("s")).Should().BeNull();
        await new SessionManager(again).CreateAsync(new NewSession { Id = "t" });
        File.Exists(Database).Should().BeTrue();
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        (await call.Should().ThrowAsync<SessionStoreUnavailableException>()).WithMessage("*pen the store anew*");

    private static IEnumerable<string> OpenFiles() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget ?? "").Where(static file => file.Contains("sessions-lost-file-") && file.Contains(".db"))
        : [];

    private async Task TakeAwayAsync(string what)
    {
        string[] files = what.StartsWith("the file", StringComparison.Ordinal) ? [""] : ["", "-wal", "-shm"];
        foreach (var file in files)
        {
            if (what.Contains("moved", StringComparison.Ordinal))
            {
                File.Move(Database + file, Elsewhere + file);
            }
            else
            {
                File.Delete(Database + file);
            }
        }

        switch (what)
        {
            case "all deleted":
                Directory.Delete($"{Database}-sessions", recursive: true);
                break;
            case "replaced":
                await using (var store = SqliteStores.Open(Elsewhere))
                {
                    await new SessionManager(store).CreateAsync(new NewSession { Id = "theirs" });
                }

                SqliteConnection.ClearAllPools();
                File.Move(Elsewhere, Database);
                break;
            case "made anew":
                await using (var store = SqliteStores.Open(Database))
                {
                    await new SessionManager(store).CreateAsync(new NewSession { Id = "theirs" });
                }

                await GivenBackAsync();
                break;
        }
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Until the store has given back the lock between processes, which it keeps over a burst.</summary>
    private async Task GivenBackAsync()
    {
        using var file = LockFile.TryOpenToLook(Path.Combine($"{Database}-sessions", "locks", "catalog"))!;
        var end = Environment.TickCount64 + 60_000;
        while (!file.TryLock())
        {
            (Environment.TickCount64 < end).Should().BeTrue("it is given back within milliseconds");
            await Task.Yield();
        }

        file.Unlock();
    }
}
