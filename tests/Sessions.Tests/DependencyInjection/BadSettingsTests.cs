using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessions.DependencyInjection.Settings;
using Xunit;

namespace Sessions.Tests.DependencyInjection;

/// <summary>A bad setting stops the host at its start, with an error that names the setting, the value and what is expected.</summary>
public sealed class BadSettingsTests
{
    [Theory]
    [InlineData("SESSION_STORAGE_ENABLED", "yes", "SESSION_STORAGE_ENABLED is \"yes\"; it is true or false.")]
    [InlineData("SESSION_RETENTION_DAYS", "a month", "SESSION_RETENTION_DAYS is \"a month\"; it is a number of days, or none.")]
    [InlineData("SESSION_RETENTION_DAYS", "1e9", "SESSION_RETENTION_DAYS is \"1e9\"; it is a number of days, or none.")]
    [InlineData("SESSION_RETENTION_DAYS", "999999999", "SESSION_RETENTION_DAYS is \"999999999\"; it is a number of days, or none.")]
    [InlineData("SESSION_RETENTION_DAYS", "0", "SESSION_RETENTION_DAYS is 00:00:00; it is at least one millisecond, or none (null).")]
    [InlineData("SESSION_RETENTION_DAYS", "-1", "SESSION_RETENTION_DAYS is -1.00:00:00; it is at least one millisecond, or none (null).")]
    [InlineData("SESSION_IDLE_TIMEOUT_MINUTES", "1h", "SESSION_IDLE_TIMEOUT_MINUTES is \"1h\"; it is a number of minutes, or none.")]
    [InlineData("SESSION_IDLE_TIMEOUT_MINUTES", "0", "SESSION_IDLE_TIMEOUT_MINUTES is 00:00:00; it is at least one millisecond, or none (null).")]
    [InlineData("SESSION_CLEANUP_INTERVAL_MINUTES", "none", "SESSION_CLEANUP_INTERVAL_MINUTES is \"none\"; it is a number of minutes.")]
    [InlineData("SESSION_CLEANUP_INTERVAL_MINUTES", "-5", "SESSION_CLEANUP_INTERVAL_MINUTES is -00:05:00; it is zero (off), or one millisecond to 49 days.")]
    [InlineData("SESSION_CLEANUP_INTERVAL_MINUTES", "100000", "SESSION_CLEANUP_INTERVAL_MINUTES is 69.10:40:00; it is zero (off), or one millisecond to 49 days.")]
    public async Task Of_the_environment(string name, string value, string expected) =>
        (await FailuresAsync([(name, value)], [])).Should().Equal(expected);

    [Theory]
    [InlineData("IdleTimeout", "30", "Sessions:IdleTimeout is \"30\"; it is a duration such as 00:30:00, 1.12:00:00 (a day and a half), 30d, 12h, 5m or 10s, or none.")]
    [InlineData("IdleTimeout", "-00:30:00", "Sessions:IdleTimeout is -00:30:00; it is at least one millisecond, or none (null).")]
    [InlineData("AbsoluteLifetime", "0s", "Sessions:AbsoluteLifetime is 00:00:00; it is at least one millisecond, or none (null).")]
    [InlineData("TouchCoalescing", "-1s", "Sessions:TouchCoalescing is -00:00:01; it is zero (record each use) or more, or null for the default.")]
    [InlineData("TouchCoalescing", "soon", "Sessions:TouchCoalescing is \"soon\"; it is a duration such as 00:30:00, 1.12:00:00 (a day and a half), 30d, 12h, 5m or 10s.")]
    [InlineData("Retention", "99:99:99", "Sessions:Retention is \"99:99:99\"; it is a duration such as 00:30:00, 1.12:00:00 (a day and a half), 30d, 12h, 5m or 10s, or none.")]
    [InlineData("CleanupInterval", "d", "Sessions:CleanupInterval is \"d\"; it is a duration such as 00:30:00, 1.12:00:00 (a day and a half), 30d, 12h, 5m or 10s.")]
    [InlineData("CleanupBatch", "many", "Sessions:CleanupBatch is \"many\"; it is a whole number.")]
    [InlineData("CleanupBatch", "0", "Sessions:CleanupBatch is 0; it is 1 to 100,000.")]
    [InlineData("CleanupBatch", "100001", "Sessions:CleanupBatch is 100001; it is 1 to 100,000.")]
    [InlineData("CleanupDryRun", "maybe", "Sessions:CleanupDryRun is \"maybe\"; it is true or false.")]
    [InlineData("LeaseLifetime", "0s", "Sessions:LeaseLifetime is 00:00:00; it is one millisecond to 49 days.")]
    [InlineData("LeaseHeartbeat", "15s", "Sessions:LeaseHeartbeat is 00:00:15; it is one millisecond to 49 days, and less than half of LeaseLifetime (00:00:30), so that one lost heartbeat does not lose the lease.")]
    [InlineData("Storage:Enabled", "on", "Sessions:Storage:Enabled is \"on\"; it is true or false.")]
    public async Task Of_configuration(string name, string value, string expected) =>
        (await FailuresAsync([], [("Sessions:" + name, value)])).Should().Equal(expected);

    [Theory]
    [InlineData("sqlite", "SESSION_STORAGE_BACKEND is \"sqlite\": this app does not have that store. Reference the package Sessions.Sqlite and call UseSqlite on what AddSessions returns, or choose one of memory*mine.")]
    [InlineData("Postgres", "SESSION_STORAGE_BACKEND is \"Postgres\": this app does not have that store. Reference the package Sessions.PostgreSql and call UsePostgreSql on what AddSessions returns, or choose one of memory*mine.")]
    [InlineData("mysql", "SESSION_STORAGE_BACKEND is \"mysql\": this app does not have that store. Reference the package Sessions.Sql and call UseMySql on what AddSessions returns, or choose one of memory*mine.")]
    [InlineData("redis", "SESSION_STORAGE_BACKEND is \"redis\": there is no store of that name. Choose one of memory*mine, or add it with AddBackend on what AddSessions returns.")]
    public async Task Of_the_kind_of_store(string backend, string expected) =>
        (await FailuresAsync([("SESSION_STORAGE_ENABLED", "true"), ("SESSION_STORAGE_BACKEND", backend)], []))
            .Should().ContainSingle().Which.Should().Match(expected);

    [Fact]
    public async Task Of_the_kind_of_store_in_configuration() =>
        (await FailuresAsync([], [("Sessions:Storage:Enabled", "true"), ("Sessions:Storage:Backend", "redis")]))
            .Should().ContainSingle().Which.Should().Match("Sessions:Storage:Backend is \"redis\": there is no store of that name. Choose one of memory*mine, or add it with AddBackend*");

    [Theory]
    [InlineData("Path", "Sessions:Storage:Path is \"a\0b\"; it is the path of a directory.")]
    [InlineData("HistoryPath", "Sessions:Storage:HistoryPath is \"a\0b\"; it is the path of a directory.")]
    public async Task Of_paths(string name, string expected) =>
        (await FailuresAsync([("SESSION_STORAGE_ENABLED", "true"), ("SESSION_STORAGE_BACKEND", "mine")], [("Sessions:Storage:" + name, "a\0b")]))
            .Should().Equal(expected);

    [Fact]
    public async Task Of_code() =>
        (await FailuresAsync([], [], builder => builder.Services
            .Configure<SessionsOptions>(options => options.IdleTimeout = TimeSpan.Zero)
            .Configure<SessionsStorageOptions>(storage => (storage.Enabled, storage.Backend, storage.Path) = (true, "mine", " "))))
            .Should().BeEquivalentTo(
                "IdleTimeout is 00:00:00; it is at least one millisecond, or none (null).",
                "SessionsStorageOptions.Path is \" \"; it is the path of a directory.");

    [Fact]
    public async Task All_are_told_at_once() =>
        (await FailuresAsync([("SESSION_RETENTION_DAYS", "x"), ("SESSION_STORAGE_ENABLED", "y")], [("Sessions:CleanupBatch", "z")]))
            .Should().BeEquivalentTo(
                "SESSION_RETENTION_DAYS is \"x\"; it is a number of days, or none.",
                "SESSION_STORAGE_ENABLED is \"y\"; it is true or false.",
                "Sessions:CleanupBatch is \"z\"; it is a whole number.");

    [Fact]
    public void A_manager_made_by_hand_is_held_to_the_same_rules()
    {
        var make = () => new SessionManager(new NamedStore("s"), new SessionsOptions { CleanupBatch = 0 });
        make.Should().Throw<ArgumentException>().WithMessage("CleanupBatch is 0; it is 1 to 100,000.*");
    }

    private static async Task<IEnumerable<string>> FailuresAsync(
        (string Name, string Value)[] environment, (string, string?)[] settings, Action<ISessionsBuilder>? code = null)
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        var app = Host.CreateEmptyApplicationBuilder(null);
        app.Services.AddSingleton<EnvironmentVariables>(name => variables.GetValueOrDefault(name));
        var builder = app.Services.AddSessions(TestServices.Configuration(settings)).AddNamed("mine");
        code?.Invoke(builder);
        using var host = app.Build();
        try
        {
            await host.StartAsync();
        }
        catch (OptionsValidationException invalid)
        {
            return invalid.Failures;
        }
        catch (AggregateException several)
        {
            return several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures);
        }

        await host.StopAsync();
        return [];
    }
}
