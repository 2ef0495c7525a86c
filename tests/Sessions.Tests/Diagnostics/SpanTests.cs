using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.Diagnostics;

[Collection(nameof(ListeningAlone))]
public sealed class SpanTests
{
    [Fact]
    public async Task Each_operation_is_a_span_with_its_session_and_the_stores_work_below_it()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new SpanRecorder();
        await measured.Manager.CreateAsync(new NewSession { Id = "s" });
        await measured.Manager.GetAsync("s", Channel.Cli);
        await measured.Manager.ListAsync();
        recorder.All.Select(span => (span.OperationName, span.Parent!.OperationName, span.GetTagItem("session.id"), span.GetTagItem("sessions.store"))).Should().Equal(
            ("sessions.store.commit", "sessions.create", "s", "memory"),
            ("sessions.create", "test", "s", "memory"),
            ("sessions.store.find", "sessions.get", "s", "memory"),
            ("sessions.store.touch", "sessions.get", "s", "memory"),
            ("sessions.get", "test", "s", "memory"),
            ("sessions.store.query", "sessions.list", null, "memory"),
            ("sessions.list", "test", null, "memory"));
        recorder.All.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task Every_operation_of_a_manager_has_one_with_or_without_a_container()
    {
        await using var store = new InMemoryStore();
        var manager = new SessionManager(store);
        using var recorder = new SpanRecorder();
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.GetOrCreateAsync("s");
        await manager.FindAsync("s");
        await manager.GetAsync("s");
        await manager.TouchAsync("s");
        await manager.UpdateAsync("s", update => update.SetPurpose("p"));
        await manager.UpdateStateAsync("s", new Dictionary<string, JsonText> { ["k"] = JsonText.FromString("v") });
        await manager.SetStateAsync("s", "k", JsonText.FromString("v"));
        await manager.ChangeStateAsync("s", "k", _ => JsonText.FromString("w"));
        await manager.RemoveStateAsync("s", ["k"]);
        await manager.AppendMessageAsync("s", NewMessage.User("a"));
        await manager.AppendMessagesAsync("s", [NewMessage.User("b")]);
        await manager.ReadNewestMessagesAsync("s");
        await manager.ReadOlderMessagesAsync("s", 1);
        await manager.ReadNewerMessagesAsync("s", 0);
        await manager.ClearConversationAsync("s");
        await manager.LinkInvocationAsync("s", new Invocation("i", "tool"));
        await manager.FindByInvocationAsync("i");
        await manager.RecordUsageAsync("s", new TokenUsage(1, 1));
        await manager.SetPurposeAsync("s", "p");
        await manager.SetDisplayNameAsync("s", "n");
        await manager.SetTagsAsync("s", ["t"]);
        await manager.UpdateMetadataAsync("s", new Dictionary<string, JsonText>());
        await manager.UpdatePreferencesAsync("s", new Dictionary<string, JsonText>());
        await manager.BindMemoryPoolAsync("s", "pool");
        await manager.UnbindMemoryPoolAsync("s");
        await manager.PinAsync("s");
        await manager.UnpinAsync("s");
        await manager.SetExpiryAsync("s", TimeSpan.FromHours(1));
        await manager.PauseAsync("s");
        await manager.ResumeAsync("s");
        await manager.CompleteAsync("s");
        await manager.ReopenAsync("s");
        await manager.FailAsync("s");
        await manager.ReopenAsync("s");
        await manager.AbandonAsync("s");
        await manager.ReopenAsync("s");
        await (await manager.AcquireLeaseAsync("s")).DisposeAsync();
        await manager.ForceReleaseLeaseAsync("s");
        await manager.ListAsync();
        await manager.CountAsync();
        await manager.GetStatisticsAsync("s");
        await foreach (var _ in manager.WatchAsync("s"))
        {
            break;
        }

        await manager.CleanUpAsync();
        await manager.DeleteWhereAsync(SessionFilter.All);
        await manager.DeleteAsync("s");
        var operations = typeof(SessionManager).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(method => Regex.Replace(method.Name[..^5], "(?=[A-Z])", "_").TrimStart('_').ToLowerInvariant())
            .Distinct();
        recorder.All.Select(span => span.OperationName).Where(name => !name.StartsWith("sessions.store.", StringComparison.Ordinal)).Distinct()
            .Should().BeEquivalentTo(operations.Select(name => "sessions." + name));
        recorder.All.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset && Equals(span.GetTagItem("sessions.store"), "memory"));
    }

    [Fact]
    public async Task What_a_watcher_waits_for_is_below_its_span_wherever_the_watcher_is()
    {
        await using var measured = new MeasuredStore();
        await measured.Manager.CreateAsync(new NewSession { Id = "s" });
        using var recorder = new SpanRecorder();
        await using (var feed = measured.Manager.WatchAsync("s").GetAsyncEnumerator())
        {
            await feed.MoveNextAsync();
            using (new Activity("elsewhere").Start())
            {
                var next = feed.MoveNextAsync();
                Activity.Current!.OperationName.Should().Be("elsewhere");
                await measured.Manager.SetPurposeAsync("s", "p");
                (await next).Should().BeTrue();
            }
        }

        recorder.All.Where(span => span.OperationName == "sessions.store.read_log").Should().HaveCountGreaterThan(1)
            .And.OnlyContain(span => span.Parent!.OperationName == "sessions.watch");
    }

    [Fact]
    public async Task A_refusal_is_an_error_by_its_type_and_a_cancellation_is_none()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new SpanRecorder();
        var missing = async () => await measured.Manager.SetPurposeAsync("none", "p");
        await missing.Should().ThrowAsync<SessionNotFoundException>();
        var cancelled = async () => await measured.Manager.SetPurposeAsync("none", "p", cancellationToken: new CancellationToken(true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        var watch = async () => await measured.Manager.WatchAsync("none").GetAsyncEnumerator().MoveNextAsync();
        await watch.Should().ThrowAsync<SessionNotFoundException>();
        recorder.All.Where(span => span.Parent!.OperationName == "test")
            .Select(span => (span.OperationName, span.Status, span.StatusDescription, span.GetTagItem("error.type"))).Should().Equal(
            ("sessions.set_purpose", ActivityStatusCode.Error, null, "Sessions.SessionNotFoundException"),
            ("sessions.set_purpose", ActivityStatusCode.Unset, null, "System.OperationCanceledException"),
            ("sessions.watch", ActivityStatusCode.Error, null, "Sessions.SessionNotFoundException"));
    }

    [Fact]
    public async Task An_id_that_is_none_is_refused_before_it_is_written_anywhere()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new SpanRecorder();
        var odd = async () => await measured.Manager.FindAsync("what somebody typed");
        await odd.Should().ThrowAsync<ArgumentException>();
        recorder.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_of_the_content_and_no_user_is_in_spans_metrics_or_logs()
    {
        using var log = new LogRecorder();
        await using var measured = new MeasuredStore(add: services => services.AddLogging(logging => logging.AddProvider(log)));
        using var spans = new SpanRecorder();
        using var metrics = new MetricRecorder(measured.Metrics);
        var manager = measured.Manager.ForUser("secret-user");
        await manager.CreateAsync(new NewSession
        {
            Id = "s",
            Purpose = "secret",
            State = new Dictionary<string, JsonText> { ["secret"] = JsonText.FromString("secret") },
        });
        await manager.AppendMessageAsync("s", NewMessage.User("secret"), new CommitOptions { IdempotencyKey = "secret" });
        await manager.LinkInvocationAsync("s", new Invocation("secret", "secret"));
        await manager.FindByInvocationAsync("secret");
        await using (await manager.AcquireLeaseAsync("s", "secret"))
        {
            await manager.ReadNewestMessagesAsync("s");
        }

        await manager.ListAsync(new SessionFilter { UserId = "secret-user" });
        await manager.DeleteAsync("s");
        spans.All.Should().HaveCountGreaterThan(7);
        spans.All.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName))
            .Should().NotContain(text => text.Contains("secret"));
        metrics.All.SelectMany(one => one.Tags).Select(tag => $"{tag.Value}")
            .Should().NotContain(text => text.Contains("secret") || text == "s");
        log.All.Should().NotBeEmpty().And.NotContain(entry => entry.Message.Contains("secret"));
    }
}
