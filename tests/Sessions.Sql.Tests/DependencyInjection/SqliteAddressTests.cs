using FluentAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessions.Sqlite;
using Xunit;

namespace Sessions.Sql.Tests.DependencyInjection;

/// <summary>What may stand where a path or a connection string is asked for: also SQLite's own addresses, and what is refused.</summary>
public sealed class SqliteAddressTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-address-");

    static SqliteAddressTests() => SQLitePCL.Batteries_V2.Init();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Data Source=file:{0}?mode=memory&cache=shared")]
    [InlineData("file:{0}?mode=memory&cache=shared")]
    [InlineData("file:{0}?cache=shared&mode=memory#aside")]
    [InlineData("Data Source={0};Mode=Memory;Cache=Shared")]
    public async Task A_shared_memory_database_is_one_however_it_is_named_and_makes_no_file(string text)
    {
        var name = $"address-{Guid.NewGuid():N}";
        await using var store = SqliteStores.Open(string.Format(text, name));
        await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        await using var other = SqliteStores.Open($"Data Source={name};Mode=Memory;Cache=Shared");
        (await new SessionManager(other).FindAsync("s")).Should().NotBeNull();
        await using (var connection = new SqliteConnection($"Data Source=file:{name}?mode=memory&cache=shared"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT id FROM sessions";
            (await command.ExecuteScalarAsync()).Should().Be("s");
        }

        Directory.GetFileSystemEntries(Environment.CurrentDirectory, $"*{name}*").Should().BeEmpty();
    }

    [Theory]
    [InlineData("file:{0}")]
    [InlineData("file://{0}")]
    [InlineData("file://localhost{0}")]
    [InlineData("FILE:{0}?mode=rwc")]
    [InlineData("file:{0}?mode=rwc&cache=private#aside")]
    [InlineData("Data Source=file:{0}")]
    [InlineData("Data Source=file:{0}?mode=rwc;Foreign Keys=True")]
    public async Task An_address_of_a_file_is_that_file_with_its_locks_beside_it(string text)
    {
        var file = Path.Combine(_root.FullName, "a b%.db");
        var address = string.Format(text, file.Replace("%", "%25").Replace(" ", "%20"));
        await using (var provider = Doors.Provider(sessions => sessions.UseSqlite(address)))
        {
            await provider.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "s" });
        }

        _root.GetFileSystemInfos().Select(static entry => entry.Name).Should().BeEquivalentTo("a b%.db", "a b%.db-sessions");
        await using var again = SqliteStores.Open(file);
        (await new SessionManager(again).FindAsync("s")).Should().NotBeNull();
    }

    [Theory]
    [InlineData("Data Source=below.db")]
    [InlineData("Data Source=|DataDirectory|below.db")]
    public async Task A_relative_path_leads_where_the_provider_looks_for_it(string text)
    {
        var before = AppDomain.CurrentDomain.GetData("DataDirectory");
        AppDomain.CurrentDomain.SetData("DataDirectory", _root.FullName);
        try
        {
            await using var store = SqliteStores.Open(text);
            await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        }
        finally
        {
            AppDomain.CurrentDomain.SetData("DataDirectory", before);
        }

        _root.GetFileSystemInfos().Select(static entry => entry.Name).Should().BeEquivalentTo("below.db", "below.db-sessions");
    }

    [Fact]
    public async Task An_address_can_come_from_outside()
    {
        foreach (var setting in (string[])["SESSION_STORAGE_PATH", "SESSION_STORAGE_CONNECTION"])
        {
            var file = Path.Combine(_root.FullName, $"{setting}.db");
            var address = setting == "SESSION_STORAGE_PATH" ? $"file:{file}" : $"Data Source=file:{file}";
            await using var provider = Doors.Provider(static sessions => sessions.UseSqlite("no.db"), [(setting, address)]);
            await provider.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "s" });
            File.Exists(file).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("file:x.db?vfs=unix-none", "vfs")]
    [InlineData("file:x.db?nolock=1", "nolock")]
    [InlineData("file:x.db?immutable=1", "immutable")]
    [InlineData("file:x.db?mode=strange", "mode")]
    [InlineData("file:x.db?mode=ro", "reading only")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "reading only")]
    [InlineData("file:x.db?cache=strange", "cache")]
    [InlineData("file://elsewhere/x.db", "another machine")]
    [InlineData("Data Source=file:x.db?vfs=unix-none", "vfs")]
    [InlineData("Data Source=", "names no file")]
    [InlineData("Data Source=\"  \"", "names no file")]
    [InlineData("Foreign Keys=True", "names no file")]
    [InlineData("file:", "names no file")]
    [InlineData("file://localhost?mode=rwc", "names no file")]
    public void What_of_an_address_the_store_cannot_do_is_refused_and_says_what_to_write(string text, string word)
    {
        var open = () => SqliteStores.Open(text);
        open.Should().Throw<ArgumentException>().WithMessage($"*{word}*Data Source=*");
        using var provider = Doors.Provider(sessions => sessions.UseSqlite(text));
        var start = () => provider.GetRequiredService<SessionManager>();
        start.Should().Throw<OptionsValidationException>().WithMessage($"SessionsStorageOptions.* cannot be used: *{word}*Data Source=*");
    }

    [Theory]
    [InlineData("SESSION_STORAGE_PATH", "file:x.db?key=hunter2")]
    [InlineData("SESSION_STORAGE_PATH", "file:x.db?mode=ro")]
    [InlineData("SESSION_STORAGE_CONNECTION", "Data Source=x.db;Mode=ReadOnly")]
    public async Task What_an_operator_says_is_checked_at_the_start_and_named(string setting, string text)
    {
        using var host = Doors.Host(static sessions => sessions.UseSqlite("no.db"), [(setting, text)]);
        var start = () => host.StartAsync();
        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage($"{setting} cannot be used: *Data Source=*")
            .Which.ToString().Should().NotContain("hunter2");
    }

    [Theory]
    [InlineData("Data Source=x.db;Password=hunter2;3=4")]
    [InlineData("Data Source=x.db;Cache=hunter2")]
    [InlineData("/data/hunter2=1/x.db")]
    [InlineData("file:x.db?key=hunter2")]
    public void A_text_that_is_no_connection_string_is_refused_without_repeating_it(string text)
    {
        var open = () => SqliteStores.Open(text);
        open.Should().Throw<ArgumentException>().WithMessage("*Data Source=*").Which.ToString().Should().NotContain("hunter2");
    }

    [Fact]
    public async Task A_password_is_refused_in_words_where_the_native_library_cannot_encrypt_and_is_never_repeated()
    {
        var text = $"Data Source={Path.Combine(_root.FullName, "x.db")};Password=hunter2";
        await using var store = SqliteStores.Open(text);
        var use = async () => await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        (await use.Should().ThrowAsync<SessionStoreNotReadyException>()).WithMessage("*Password*encrypt*")
            .Which.ToString().Should().NotContain("hunter2");
        using var host = Doors.Host(sessions => sessions.UseSqlite(text));
        var start = () => host.StartAsync();
        (await start.Should().ThrowAsync<SessionStoreNotReadyException>()).Which.ToString().Should().NotContain("hunter2");
        _root.GetFiles().Should().BeEmpty();
    }
}
