using FluentAssertions;
using Sessions.Events;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

/// <summary>Callers who are answered together go on one after the other on one thread, unless one of them stays there.</summary>
public sealed class AnswerTests : JsonlTestBase
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly SessionKey Key = new("s");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_blocks_after_his_answer_holds_up_nobody(bool flush)
    {
        var store = Open(new JsonlStoreOptions { FlushToDisk = flush });
        await Manage(store).CreateAsync(new NewSession { Id = "s" });
        using var release = new ManualResetEventSlim();
        var gathered = await GatherAsync(store, 16, async caller =>
        {
            var result = await store.CommitAsync(Key, Decide($"{caller}")).ConfigureAwait(false);
            if (caller is 0 or 7)
            {
                release.Wait(Bound).Should().BeTrue("the others are told meanwhile");
            }

            return result.Version;
        });
        Task<long>[] blocked = [gathered[0], gathered[7]];
        await Task.WhenAll(gathered.Except(blocked)).WaitAsync(Bound);
        (await store.CommitAsync(Key, Decide("later")).AsTask().WaitAsync(Bound)).Version.Should().Be(19);
        blocked.Should().OnlyContain(task => !task.IsCompleted);
        release.Set();
        (await Task.WhenAll(gathered)).Should().Equal(Enumerable.Range(3, 16).Select(version => (long)version));
    }

    [Fact]
    public async Task Who_cancels_is_not_made_to_do_what_the_caller_does_next()
    {
        var store = Open();
        await Manage(store).CreateAsync(new NewSession { Id = "s" });
        using var cancel = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var first = Task.Run(async () => await store.CommitAsync(Key, Blocking(entered, release)));
        entered.Wait(Bound).Should().BeTrue();
        using var cancelled = new ManualResetEventSlim();
        var second = GoOnAsync();
        cancel.Cancel();
        cancelled.Set();
        (await second.WaitAsync(Bound)).Should().BeTrue("who cancelled was free to go on");
        release.Set();
        (await first.WaitAsync(Bound)).Version.Should().Be(2);
        (await Manage(store).GetAsync("s")).Version.Should().Be(2);

        async Task<bool> GoOnAsync()
        {
            try
            {
                await store.CommitAsync(Key, Decide("never"), cancellationToken: cancel.Token).ConfigureAwait(false);
                return false;
            }
            catch (OperationCanceledException)
            {
                return cancelled.Wait(Bound);
            }
        }
    }

    /// <summary>Callers who come while another one decides, so that all of them are one batch.</summary>
    private static async Task<Task<long>[]> GatherAsync(
        JsonlStore store, int callers, Func<int, Task<long>> commit)
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var first = Task.Run(async () => await store.CommitAsync(Key, Blocking(entered, release)));
        entered.Wait(Bound).Should().BeTrue();
        Task<long>[] gathered = [.. Enumerable.Range(0, callers).Select(commit)];
        release.Set();
        await first.WaitAsync(Bound);
        return gathered;
    }

    private static CommitDecision Decide(string text) =>
        (_, _) => new Decision([new MessageAppended(new Message("main", MessageRole.User, text, null, null, null))]);

    private static CommitDecision Blocking(ManualResetEventSlim entered, ManualResetEventSlim release) => (view, now) =>
    {
        entered.Set();
        release.Wait(Bound).Should().BeTrue();
        return Decide("first")(view, now);
    };
}
