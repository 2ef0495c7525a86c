using FluentAssertions;
using Sessions.TestProcess;
using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>An app that says <c>AddSessions()</c> and is configured by its environment alone.</summary>
[Collection(ProcessTests.Name)]
public sealed class EnvironmentProcessTests : StoreDirectory
{
    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Two_processes_share_the_store_that_their_environment_names(string kind)
    {
        var environment = Environment(("SESSION_STORAGE_ENABLED", "true"), ("SESSION_STORAGE_BACKEND", kind), ("SESSION_RETENTION_DAYS", "7"));
        for (var messages = 1; messages <= 2; messages++)
        {
            await using var app = ChildProcess.StartIn(environment, "app", "session");
            (await app.ReadLineAsync()).Should().Be(kind);
            (await app.ReadLineAsync()).Should().Be($"{messages}");
            (await app.ReadLineAsync()).Should().Be("01:00:00 7.00:00:00");
            (await app.WaitForExitAsync()).Should().Be(0);
        }

        await using var store = TestStores.Open(kind, Store);
        (await new SessionManager(store).GetAsync("session")).Messages.Total.Should().Be(2);
    }

    [Fact]
    public async Task Without_an_environment_sessions_are_in_memory()
    {
        await using var app = ChildProcess.StartIn(new Dictionary<string, string?>(), "app", "session");
        (await app.ReadLineAsync()).Should().Be("memory");
        Directory.Exists(Store).Should().BeFalse();
    }

    [Fact]
    public async Task A_bad_setting_ends_the_app_and_is_named()
    {
        await using var app = ChildProcess.StartIn(
            Environment(("SESSION_STORAGE_ENABLED", "true"), ("SESSION_STORAGE_BACKEND", "papyrus")), "app", "session");
        var read = () => app.ReadLineAsync();
        (await read.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("SESSION_STORAGE_BACKEND").And.Contain("papyrus");
        Directory.Exists(Store).Should().BeFalse();
    }

    private Dictionary<string, string?> Environment(params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        environment["SESSION_STORAGE_PATH"] = Store;
        environment["SESSION_HISTORY_PATH"] = TestStores.HistoryOf(Store);
        return environment;
    }
}
