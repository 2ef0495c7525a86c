using System.Diagnostics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Sessions.Tests.Diagnostics;

[Collection(nameof(ListeningAlone))]
public sealed class SpanTests
{
    [Fact]
    public async Task Each_operation_on_the_store_is_a_span_with_its_session()
    {
        await using var measured = new MeasuredStore();
        using var recorder = new SpanRecorder();
        await measured.Manager.CreateAsync(new NewSession { Id = "s" });
        await measured.Manager.GetAsync("s", Channel.Cli);
        await measured.Manager.ListAsync();
        recorder.All.Select(span => (span.OperationName, span.GetTagItem("session.id"), span.GetTagItem("sessions.store"))).Should().Equal(
            ("sessions.commit", "s", "memory"),
            ("sessions.find", "s", "memory"),
            ("sessions.touch", "s", "memory"),
            ("sessions.query", null, "memory"));
        recorder.All.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset);
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
        recorder.All.Select(span => (span.Status, span.StatusDescription, span.GetTagItem("error.type"))).Should().Equal(
            (ActivityStatusCode.Error, null, "Sessions.SessionNotFoundException"),
            (ActivityStatusCode.Unset, null, "System.OperationCanceledException"));
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
