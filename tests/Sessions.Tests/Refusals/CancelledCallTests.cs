using FluentAssertions;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Refusals;

/// <summary>A call whose token was cancelled before it began does nothing, on each store.</summary>
public sealed class CancelledCallTests
{
    private static readonly Dictionary<string, JsonText> Map = new() { ["a"] = 1 };

    private static readonly Dictionary<string, Func<SessionManager, CancellationToken, Task>> Calls = new()
    {
        ["CreateAsync"] = async (m, t) => await m.CreateAsync(cancellationToken: t),
        ["GetOrCreateAsync of an old one"] = async (m, t) => await m.GetOrCreateAsync("s", cancellationToken: t),
        ["GetOrCreateAsync of a new one"] = async (m, t) => await m.GetOrCreateAsync("t", cancellationToken: t),
        ["FindAsync"] = async (m, t) => await m.FindAsync("s", Channel.Cli, t),
        ["GetAsync"] = async (m, t) => await m.GetAsync("s", Channel.Cli, t),
        ["FindAsync without a use"] = async (m, t) => await m.FindAsync("s", cancellationToken: t),
        ["GetAsync without a use"] = async (m, t) => await m.GetAsync("s", cancellationToken: t),
        ["TouchAsync"] = async (m, t) => await m.TouchAsync("s", Channel.Cli, t),
        ["UpdateAsync"] = async (m, t) => await m.UpdateAsync("s", update => update.Pin(), cancellationToken: t),
        ["SetStateAsync"] = async (m, t) => await m.SetStateAsync("s", "a", 1, cancellationToken: t),
        ["UpdateStateAsync"] = async (m, t) => await m.UpdateStateAsync("s", Map, cancellationToken: t),
        ["ChangeStateAsync"] = async (m, t) => await m.ChangeStateAsync("s", "a", _ => 1, cancellationToken: t),
        ["RemoveStateAsync"] = async (m, t) => await m.RemoveStateAsync("s", ["a"], cancellationToken: t),
        ["AppendMessageAsync"] = async (m, t) => await m.AppendMessageAsync("s", NewMessage.User("x"), cancellationToken: t),
        ["AppendMessagesAsync"] = async (m, t) => await m.AppendMessagesAsync("s", [NewMessage.User("x")], cancellationToken: t),
        ["ClearConversationAsync"] = async (m, t) => await m.ClearConversationAsync("s", cancellationToken: t),
        ["ReadNewestMessagesAsync"] = async (m, t) => await m.ReadNewestMessagesAsync("s", cancellationToken: t),
        ["ReadOlderMessagesAsync"] = async (m, t) => await m.ReadOlderMessagesAsync("s", 9, cancellationToken: t),
        ["ReadNewerMessagesAsync"] = async (m, t) => await m.ReadNewerMessagesAsync("s", 0, cancellationToken: t),
        ["LinkInvocationAsync"] = async (m, t) => await m.LinkInvocationAsync("s", new Invocation("i", "t"), cancellationToken: t),
        ["RecordUsageAsync"] = async (m, t) => await m.RecordUsageAsync("s", new TokenUsage(1, 1), cancellationToken: t),
        ["FindByInvocationAsync"] = async (m, t) => await m.FindByInvocationAsync("i", t),
        ["SetPurposeAsync"] = async (m, t) => await m.SetPurposeAsync("s", "x", cancellationToken: t),
        ["SetDisplayNameAsync"] = async (m, t) => await m.SetDisplayNameAsync("s", "x", cancellationToken: t),
        ["SetTagsAsync"] = async (m, t) => await m.SetTagsAsync("s", ["x"], cancellationToken: t),
        ["UpdateMetadataAsync"] = async (m, t) => await m.UpdateMetadataAsync("s", Map, cancellationToken: t),
        ["UpdatePreferencesAsync"] = async (m, t) => await m.UpdatePreferencesAsync("s", Map, cancellationToken: t),
        ["BindMemoryPoolAsync"] = async (m, t) => await m.BindMemoryPoolAsync("s", "p", cancellationToken: t),
        ["UnbindMemoryPoolAsync"] = async (m, t) => await m.UnbindMemoryPoolAsync("s", cancellationToken: t),
        ["PinAsync"] = async (m, t) => await m.PinAsync("s", cancellationToken: t),
        ["UnpinAsync"] = async (m, t) => await m.UnpinAsync("s", cancellationToken: t),
        ["SetExpiryAsync"] = async (m, t) => await m.SetExpiryAsync("s", null, cancellationToken: t),
        ["PauseAsync"] = async (m, t) => await m.PauseAsync("s", cancellationToken: t),
        ["ResumeAsync"] = async (m, t) => await m.ResumeAsync("s", cancellationToken: t),
        ["CompleteAsync"] = async (m, t) => await m.CompleteAsync("s", cancellationToken: t),
        ["FailAsync"] = async (m, t) => await m.FailAsync("s", cancellationToken: t),
        ["AbandonAsync"] = async (m, t) => await m.AbandonAsync("s", cancellationToken: t),
        ["ReopenAsync"] = async (m, t) => await m.ReopenAsync("s", cancellationToken: t),
        ["DeleteAsync"] = async (m, t) => await m.DeleteAsync("s", t),
        ["DeleteWhereAsync"] = async (m, t) => await m.DeleteWhereAsync(SessionFilter.All, t),
        ["ListAsync"] = async (m, t) => await m.ListAsync(cancellationToken: t),
        ["CountAsync"] = async (m, t) => await m.CountAsync(cancellationToken: t),
        ["GetStatisticsAsync"] = async (m, t) => await m.GetStatisticsAsync("s", t),
        ["CleanUpAsync"] = async (m, t) => await m.CleanUpAsync(new CleanupRule { UnusedFor = TimeSpan.FromMilliseconds(1) }, cancellationToken: t),
        ["AcquireLeaseAsync"] = async (m, t) => await m.AcquireLeaseAsync("s", cancellationToken: t),
        ["AcquireLeaseAsync waiting"] = async (m, t) => await m.AcquireLeaseAsync("s", wait: TimeSpan.FromDays(1), cancellationToken: t),
        ["ForceReleaseLeaseAsync"] = async (m, t) => await m.ForceReleaseLeaseAsync("s", t),
        ["WatchAsync"] = async (m, t) => await m.WatchAsync("s", cancellationToken: t).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync(),
        ["WatchAsync of the newest"] = async (m, t) => await m.WatchAsync("s", 1, cancellationToken: t).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync(),
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in RefusalBed.Kinds)
            {
                foreach (var name in Calls.Keys)
                {
                    all.Add(kind, name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Does_nothing(string store, string call)
    {
        await using var bed = await RefusalBed.OpenAsync(store);
        var cancelled = () => Calls[call](bed.Manager, new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        (await bed.IsUnchangedAsync()).Should().BeTrue("what was cancelled before it began changes nothing");
    }

    [Fact]
    public void Every_method_that_takes_a_token_is_here()
    {
        var methods = typeof(SessionManager).GetMethods()
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
            .Select(method => method.Name).Distinct();
        Calls.Keys.Select(call => call.Split(' ')[0]).Distinct().Should().BeEquivalentTo(methods);
    }
}
