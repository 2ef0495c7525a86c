using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sessions.DependencyInjection;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.DependencyInjection;

/// <summary>Code, then configuration, then the environment: what comes later replaces what came before, setting by setting.</summary>
public sealed class PrecedenceTests
{
    private static readonly (string, string?)[] Settings =
    [
        ("Sessions:IdleTimeout", "00:20:00"), ("Sessions:Retention", "20d"), ("Sessions:Storage:Path", "from-configuration"),
    ];

    [Fact]
    public void Each_setting_comes_from_the_last_that_names_it()
    {
        var services = TestServices.New(("SESSION_RETENTION_DAYS", "3.5"), ("SESSION_CLEANUP_INTERVAL_MINUTES", "0"));
        services.AddSessions(TestServices.Configuration(Settings));
        services.AddSessions(Code);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetOptions<SessionsOptions>();
        options.AbsoluteLifetime.Should().Be(TimeSpan.FromHours(10), "only code names it");
        options.IdleTimeout.Should().Be(TimeSpan.FromMinutes(20), "configuration replaces code, in whatever order they were written");
        options.Retention.Should().Be(TimeSpan.FromDays(3.5), "the environment replaces both");
        options.CleanupInterval.Should().Be(TimeSpan.Zero);
        options.LeaseLifetime.Should().Be(SessionsOptions.DefaultLeaseLifetime, "nobody names it");

        static void Code(SessionsOptions options)
        {
            options.AbsoluteLifetime = TimeSpan.FromHours(10);
            options.IdleTimeout = TimeSpan.FromMinutes(10);
            options.Retention = TimeSpan.FromDays(10);
        }
    }

    [Fact]
    public void The_apps_own_section_is_read_unless_another_is_given()
    {
        var services = TestServices.New();
        services.AddSingleton(TestServices.Configuration([.. Settings, ("Other:IdleTimeout", "30m")]));
        services.AddSessions();
        services.AddKeyedSessions("k");
        using (var provider = services.BuildServiceProvider())
        {
            provider.GetOptions<SessionsOptions>().IdleTimeout.Should().Be(TimeSpan.FromMinutes(20));
            provider.GetOptions<SessionsOptions>("k").IdleTimeout.Should().Be(SessionsOptions.DefaultIdleTimeout);
        }

        var configuration = TestServices.Configuration(("Other:IdleTimeout", "30m"));
        services.AddSessions(configuration.GetSection("Other"));
        using var other = services.BuildServiceProvider();
        other.GetOptions<SessionsOptions>().IdleTimeout.Should().Be(TimeSpan.FromMinutes(30));
        other.GetOptions<SessionsOptions>().Retention.Should().Be(SessionsOptions.DefaultRetention);
    }

    [Fact]
    public void Zero_needs_no_unit()
    {
        var services = TestServices.New();
        services.AddKeyedSessions("k", TestServices.Configuration(("Sessions:CleanupInterval", "0"), ("Sessions:TouchCoalescing", "0")));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetOptions<SessionsOptions>("k");
        (options.CleanupInterval, options.TouchCoalescing).Should().Be((TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_section_holds_every_setting()
    {
        var services = TestServices.New();
        services.AddKeyedSessions("k", TestServices.Configuration(
            ("Sessions:IdleTimeout", "none"),
            ("Sessions:AbsoluteLifetime", "1.12:00:00"),
            ("Sessions:TouchCoalescing", "500ms"),
            ("Sessions:Retention", "None"),
            ("Sessions:CleanupInterval", "1:30"),
            ("Sessions:CleanupBatch", "12"),
            ("Sessions:CleanupDryRun", "TRUE"),
            ("Sessions:LeaseLifetime", "40s"),
            ("Sessions:LeaseHeartbeat", "1.5s"),
            ("Sessions:Storage:Enabled", "1"),
            ("Sessions:Storage:Backend", "MEMORY"),
            ("Sessions:Storage:Path", " p "),
            ("Sessions:Storage:Connection", "c"),
            ("Sessions:Storage:HistoryPath", "h")));
        using var provider = services.BuildServiceProvider();
        provider.GetOptions<SessionsOptions>("k").Should().BeEquivalentTo(new SessionsOptions
        {
            IdleTimeout = null,
            AbsoluteLifetime = TimeSpan.FromHours(36),
            TouchCoalescing = TimeSpan.FromMilliseconds(500),
            Retention = null,
            CleanupInterval = TimeSpan.FromMinutes(90),
            CleanupBatch = 12,
            CleanupDryRun = true,
            LeaseLifetime = TimeSpan.FromSeconds(40),
            LeaseHeartbeat = TimeSpan.FromSeconds(1.5),
        });
        provider.GetOptions<SessionsStorageOptions>("k").Should().BeEquivalentTo(new SessionsStorageOptions
        {
            Enabled = true,
            Backend = "MEMORY",
            Path = "p",
            Connection = "c",
            HistoryPath = "h",
        });
    }

    [Fact]
    public void The_environment_holds_what_an_operator_must_choose()
    {
        var services = TestServices.New(
            ("SESSION_STORAGE_ENABLED", "true"),
            ("SESSION_STORAGE_BACKEND", "mine"),
            ("SESSION_STORAGE_PATH", "/p"),
            ("SESSION_STORAGE_CONNECTION", "c"),
            ("SESSION_HISTORY_PATH", "/h"),
            ("SESSION_RETENTION_DAYS", "none"),
            ("SESSION_IDLE_TIMEOUT_MINUTES", "90"),
            ("SESSION_CLEANUP_INTERVAL_MINUTES", "0.5"));
        services.AddSessions().AddNamed("mine");
        using var provider = services.BuildServiceProvider();
        var storage = provider.GetOptions<SessionsStorageOptions>();
        (storage.Enabled, storage.Backend, storage.Path, storage.Connection, storage.HistoryPath).Should().Be((true, "mine", "/p", "c", "/h"));
        var options = provider.GetOptions<SessionsOptions>();
        (options.Retention, options.IdleTimeout, options.CleanupInterval)
            .Should().Be((null, TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(30)));
        provider.GetRequiredService<ISessionStore>().Name.Should().Be("mine");
    }

    [Theory]
    [InlineData(null, null, "memory", "nothing enables storage")]
    [InlineData("false", "filesystem", "memory", "storage is off, whatever the rest says")]
    [InlineData(null, "filesystem", "memory", "naming a kind of store does not enable it")]
    [InlineData("true", null, "jsonl", "it is the default kind")]
    [InlineData("true", "FileSystem", "filesystem", "case does not matter")]
    [InlineData("true", "memory", "memory", "it is a kind like others")]
    [InlineData("", " ", "memory", "blank is not set")]
    public void The_environment_chooses_the_store(string? enabled, string? backend, string expected, string because) =>
        NameOfStore(enabled, backend, builder => { }).Should().Be(expected, because);

    [Theory]
    [InlineData(null, null, "filesystem", "the operator says nothing")]
    [InlineData("false", null, "memory", "the operator turned storage off")]
    [InlineData(null, "jsonl", "jsonl", "code has enabled storage, the operator chooses which")]
    [InlineData("true", "memory", "memory", "the operator chooses")]
    public void The_environment_replaces_a_store_that_code_chose(string? enabled, string? backend, string expected, string because) =>
        NameOfStore(enabled, backend, builder => builder.UseInMemory().UseBackend("filesystem")).Should().Be(expected, because);

    [Theory]
    [InlineData("true", "jsonl")]
    [InlineData("false", null)]
    public void A_store_of_the_apps_own_is_its_own_choice(string? enabled, string? backend) =>
        NameOfStore(enabled, backend, builder => builder.UseBackend("filesystem").UseStore(context => new NamedStore("own", context)))
            .Should().Be("own");

    [Fact]
    public void Of_several_choices_in_code_the_last_counts()
    {
        NameOfStore(null, null, builder => builder.UseStore(context => new NamedStore("own", context)).UseInMemory()).Should().Be("memory");
        NameOfStore(null, null, builder => builder.UseStore(context => new NamedStore("own", context)).UseBackend("jsonl")).Should().Be("jsonl");
    }

    [Fact]
    public void The_environment_does_not_speak_of_keyed_stores()
    {
        var services = TestServices.New(
            ("SESSION_STORAGE_ENABLED", "false"), ("SESSION_STORAGE_PATH", "shared"), ("SESSION_RETENTION_DAYS", "1"));
        services.AddKeyedSessions("k").AddNamed("jsonl").UseBackend("jsonl", storage => storage.Path = "k");
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<ISessionStore>("k").Name.Should().Be("jsonl");
        provider.GetOptions<SessionsStorageOptions>("k").Path.Should().Be("k");
        provider.GetOptions<SessionsOptions>("k").Retention.Should().Be(SessionsOptions.DefaultRetention);
    }

    [Fact]
    public void An_app_that_insists_configures_last()
    {
        var services = TestServices.New(("SESSION_IDLE_TIMEOUT_MINUTES", "90"));
        services.AddSessions();
        services.PostConfigure<SessionsOptions>(options => options.IdleTimeout = TimeSpan.FromMinutes(5));
        using var provider = services.BuildServiceProvider();
        provider.GetOptions<SessionsOptions>().IdleTimeout.Should().Be(TimeSpan.FromMinutes(5));
    }

    private static string NameOfStore(string? enabled, string? backend, Action<ISessionsBuilder> code)
    {
        List<(string, string)> environment = [];
        if (enabled is not null)
        {
            environment.Add(("SESSION_STORAGE_ENABLED", enabled));
        }

        if (backend is not null)
        {
            environment.Add(("SESSION_STORAGE_BACKEND", backend));
        }

        var services = TestServices.New([.. environment]);
        code(services.AddSessions().AddNamed("jsonl", "filesystem"));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<SessionManager>().Store.Name;
    }
}
