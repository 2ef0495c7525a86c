using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MySql.Data.MySqlClient;
using Sessions.PostgreSql;
using Xunit;

namespace Sessions.Sql.Tests.DependencyInjection;

/// <summary>An app that offers all databases: the last one that code names counts, until an operator chooses another.</summary>
public sealed class SeveralDoorsTests : IDisposable
{
    private const string Postgres = "Host=127.0.0.1;Port=1;Username=app;Password=pg-secret;Database=d";
    private const string MySql = "Server=127.0.0.1;Port=1;User ID=app;Password=my-secret;Database=d";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-doors-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(null, "sqlite")]
    [InlineData("postgres", "postgres")]
    [InlineData("MySQL", "mysql")]
    [InlineData("sqlite", "sqlite")]
    [InlineData("memory", "memory")]
    public async Task An_operator_chooses_among_them(string? chosen, string name)
    {
        (string, string)[] environment = chosen is null ? [] : [("SESSION_STORAGE_BACKEND", chosen)];
        await using var provider = Doors.Provider(All, environment);
        provider.GetRequiredService<SessionManager>().Store.Name.Should().Be(name);
    }

    [Fact]
    public void What_code_gave_for_one_is_never_used_for_another()
    {
        FailuresOf(static sessions => sessions.UseMySql(MySqlClientFactory.Instance, MySql).UsePostgreSql().UseSqlite(), "postgres")
            .Should().ContainSingle().Which.Should().StartWith("SessionsStorageOptions.Connection is not set; it is the connection string of the database, such as \"Host=");
        FailuresOf(static sessions => sessions.UsePostgreSql().UseMySql(MySqlClientFactory.Instance, MySql), "postgres")
            .Should().ContainSingle();
        FailuresOf(static sessions => sessions.UsePostgreSql(Postgres).UseMySql(MySqlClientFactory.Instance), "mysql")
            .Should().ContainSingle().Which.Should().Contain("Give it to UseMySql, or set Sessions:Storage:Connection or SESSION_STORAGE_CONNECTION.");
    }

    [Fact]
    public async Task What_code_sets_for_whatever_is_chosen_counts_for_each()
    {
        await using var provider = Doors.Provider(
            static sessions => sessions.UsePostgreSql().Services.Configure<SessionsStorageOptions>(static storage => storage.Connection = Postgres));
        provider.GetRequiredService<SessionManager>().Store.Name.Should().Be("postgres");
    }

    [Theory]
    [InlineData("postgres", "postgres://app:pg-secret@host/db")]
    [InlineData("postgres", "Host=h;Password=pg;secret=1")]
    [InlineData("postgres", "Host=h;Port=secret")]
    [InlineData("mysql", "mysql://app:my-secret@host/db")]
    [InlineData("mysql", "Server=h;Password=my;secret=1")]
    [InlineData("sqlite", "Data Source=x.db;secret=1")]
    public async Task A_connection_string_that_cannot_be_read_is_refused_at_the_start_and_not_repeated(string backend, string connection)
    {
        using var host = Doors.Host(All, [("SESSION_STORAGE_BACKEND", backend), ("SESSION_STORAGE_CONNECTION", connection)]);
        var start = () => host.StartAsync();
        var error = (await start.Should().ThrowAsync<OptionsValidationException>()).Which;
        error.Failures.Should().ContainSingle().Which.Should().StartWith("SESSION_STORAGE_CONNECTION is not a connection string that the database's provider can read.");
        error.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task A_database_that_is_not_there_is_refused_without_its_password(string backend)
    {
        await using var provider = Doors.Provider(
            sessions => sessions
                .UsePostgreSql(Postgres, static options => options.RetryFor = TimeSpan.Zero)
                .UseMySql(MySqlClientFactory.Instance, MySql, static options => options.RetryFor = TimeSpan.Zero),
            [("SESSION_STORAGE_BACKEND", backend)]);
        var manager = provider.GetRequiredService<SessionManager>();
        var call = async () => await manager.FindAsync("s");
        (await call.Should().ThrowAsync<SessionStoreUnavailableException>()).Which.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task Keyed_registrations_have_sources_of_their_own()
    {
        var services = Doors.Services();
        foreach (var key in (string[])["a", "b"])
        {
            services.AddKeyedSessions(key).UseMySql(_ => throw new InvalidOperationException(key));
        }

        await using var provider = services.BuildServiceProvider();
        foreach (var key in (string[])["a", "b"])
        {
            FluentActions.Invoking(() => provider.GetRequiredKeyedService<SessionManager>(key)).Should().Throw<InvalidOperationException>().WithMessage(key);
        }
    }

    [Fact]
    public void Settings_of_one_kind_are_not_those_of_another()
    {
        using var provider = Doors.Provider(sessions => sessions
            .UsePostgreSql(Postgres, static options => options.MaxConnections = 3)
            .UseMySql(MySqlClientFactory.Instance, MySql, static options => options.MaxConnections = 5));
        provider.OptionsOf<PostgreSqlStoreOptions>().MaxConnections.Should().Be(3);
        provider.OptionsOf<SqlStoreOptions>().MaxConnections.Should().Be(5);
    }

    private void All(ISessionsBuilder sessions) => sessions
        .UseMySql(MySqlClientFactory.Instance, MySql)
        .UsePostgreSql(Postgres)
        .UseSqlite(Path.Combine(_root.FullName, "code.db"));

    private static IEnumerable<string> FailuresOf(Action<ISessionsBuilder> use, string backend)
    {
        using var provider = Doors.Provider(use, [("SESSION_STORAGE_BACKEND", backend)]);
        return FluentActions.Invoking(() => provider.OptionsOf<SessionsStorageOptions>())
            .Should().Throw<OptionsValidationException>().Which.Failures;
    }
}
