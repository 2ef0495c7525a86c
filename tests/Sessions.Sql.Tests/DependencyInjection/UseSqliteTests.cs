using FluentAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Sqlite;
using Xunit;

namespace Sessions.Sql.Tests.DependencyInjection;

public sealed class UseSqliteTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-use-sqlite-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task Sessions_are_kept_in_the_file_that_code_names()
    {
        await CreateAsync(sessions => sessions.UseSqlite(Below("here.db"), options => options.FlushToDisk = false));
        File.Exists(Below("here.db")).Should().BeTrue();
        await SeenAsync(sessions => sessions.UseSqlite(Below("here.db")));
    }

    [Fact]
    public async Task A_directory_holds_a_file_of_the_usual_name()
    {
        await CreateAsync(sessions => sessions.UseSqlite(_root.FullName));
        await CreateAsync(sessions => sessions.UseSqlite(Below("new") + Path.DirectorySeparatorChar));
        File.Exists(Below("sessions.db")).Should().BeTrue();
        File.Exists(Below("new", "sessions.db")).Should().BeTrue();
    }

    [Fact]
    public async Task Configuration_replaces_code_and_the_environment_both()
    {
        await CreateAsync(
            sessions => sessions.UseSqlite(Below("code.db")),
            [],
            [("Sessions:Storage:Path", Below("configuration.db"))]);
        await CreateAsync(
            sessions => sessions.UseSqlite(Below("code.db")),
            [("SESSION_STORAGE_PATH", Below("environment.db"))],
            [("Sessions:Storage:Path", Below("other.db"))]);
        _root.GetFiles("*.db").Select(static file => file.Name).Should().BeEquivalentTo("configuration.db", "environment.db");
    }

    [Fact]
    public async Task A_connection_string_is_one_too_from_code_or_from_outside()
    {
        await CreateAsync(sessions => sessions.UseSqlite($"Data Source={Below("code.db")}"));
        await CreateAsync(sessions => sessions.UseSqlite(Below("no.db")), [("SESSION_STORAGE_CONNECTION", $"Data Source={Below("environment.db")}")]);
        await CreateAsync(sessions => sessions.UseSqlite($"Data Source={Below("no.db")}"), [("SESSION_STORAGE_PATH", Below("path.db"))]);
        _root.GetFiles("*.db").Select(static file => file.Name).Should().BeEquivalentTo("code.db", "environment.db", "path.db");
    }

    [Fact]
    public async Task In_memory_is_one_database_for_all_its_connections()
    {
        await using var provider = Doors.Provider(static sessions => sessions.UseSqlite("Data Source=:memory:"));
        var manager = provider.GetRequiredService<SessionManager>();
        await manager.CreateAsync(new NewSession { Id = "s" });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await manager.AppendMessageAsync("s", NewMessage.User("hi"))));
        (await manager.GetAsync("s")).Messages.Total.Should().Be(8);
    }

    [Fact]
    public async Task Keyed_registrations_have_files_and_settings_of_their_own()
    {
        var services = Doors.Services();
        services.AddKeyedSessions("a").UseSqlite(Below("a.db"), static options => options.FlushToDisk = false);
        services.AddKeyedSessions("b").UseSqlite(Below("b.db"));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<SessionManager>("a").CreateAsync(new NewSession { Id = "s" });
        (await provider.GetRequiredKeyedService<SessionManager>("b").FindAsync("s")).Should().BeNull();
        _root.GetFiles("*.db").Should().HaveCount(2);
        provider.OptionsOf<SqliteStoreOptions>("a").FlushToDisk.Should().BeFalse();
        provider.OptionsOf<SqliteStoreOptions>("b").FlushToDisk.Should().BeTrue();
    }

    [Fact]
    public async Task The_tables_are_there_once_the_host_has_started()
    {
        using var host = Doors.Host(sessions => sessions.UseSqlite(Below("started.db")));
        await host.StartAsync();
        await using var connection = new SqliteConnection($"Data Source={Below("started.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sessions";
        (await command.ExecuteScalarAsync()).Should().Be(0L);
        await host.StopAsync();
    }

    [Fact]
    public async Task Tables_that_are_missing_stop_the_host_at_its_start()
    {
        using var host = Doors.Host(sessions => sessions.UseSqlite(Below("empty.db"), static options => options.CreateTables = false));
        var start = () => host.StartAsync();
        (await start.Should().ThrowAsync<SessionStoreNotReadyException>()).WithMessage("*SqlStore.MigrateAsync*");
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_refused_at_the_start_and_nothing_is_made()
    {
        foreach (var (words, configure) in ((string, Action<SqliteStoreOptions>)[])
            [("MaxConnections is one or more.", static o => o.MaxConnections = 0), ("LockTimeout is zero", static o => o.LockTimeout = TimeSpan.FromTicks(-1))])
        {
            using var host = Doors.Host(sessions => sessions.UseSqlite(Below("no", "no.db"), configure));
            var start = () => host.StartAsync();
            (await start.Should().ThrowAsync<ArgumentOutOfRangeException>()).WithMessage($"{words}*");
        }

        _root.GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public async Task A_path_below_a_file_is_refused_in_words()
    {
        await File.WriteAllTextAsync(Below("file"), "mine");
        using var host = Doors.Host(sessions => sessions.UseSqlite(Below("file", "sessions.db")));
        var start = () => host.StartAsync();
        (await start.Should().ThrowAsync<SessionStoreNotReadyException>()).WithMessage("*file*Give the path*");
    }

    private static async Task CreateAsync(
        Action<ISessionsBuilder> use, (string, string)[]? environment = null, (string, string?)[]? configuration = null)
    {
        await using var provider = Doors.Provider(use, environment, configuration);
        await provider.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "s" });
    }

    private static async Task SeenAsync(Action<ISessionsBuilder> use)
    {
        await using var provider = Doors.Provider(use);
        var manager = provider.GetRequiredService<SessionManager>();
        manager.Store.Name.Should().Be("sqlite");
        (await manager.FindAsync("s")).Should().NotBeNull();
    }

    private string Below(params string[] parts) => Path.Combine([_root.FullName, .. parts]);
}
