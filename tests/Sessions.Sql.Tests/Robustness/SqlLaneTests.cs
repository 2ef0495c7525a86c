using FluentAssertions;
using Sessions.Stores;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>Who is told that he was written may do with the thread what he likes; others are told and written all the same.</summary>
public sealed class SqlLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>There are providers whose every call is done when it returns, such as MySql.Data in many versions.</summary>
    [Fact]
    public async Task Nobody_is_told_within_the_call_of_another_one_where_the_provider_never_waits()
    {
        var lane = new SqlLane(WriteAtOnceAsync, width: 2, blocks: false);
        await using var store = new Stores.InMemory.InMemoryStore();
        var view = await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        var write = new SqlWrite("s", null, view, []);
        using var hasReturned = new ManualResetEventSlim();
        var other = new Waiter(hasReturned);
        _ = write.Done.ContinueWith(_ => lane.Tell([other]), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        var done = lane.WriteAsync(write);
        hasReturned.Set();

        (await done).Should().BeTrue();
        (await other.Answered.WaitAsync(Patience)).Should().BeTrue("who was written waits for nobody's continuation");
    }

    [Fact]
    public async Task Two_writes_to_one_session_are_never_of_one_group()
    {
        var first = new TaskCompletionSource();
        var groups = new List<string>();
        var lane = new SqlLane(
            async group =>
            {
                groups.Add(string.Join(' ', group.Select(static member => member.Row)));
                await first.Task;
                await WriteAtOnceAsync(group);
            },
            width: 1,
            blocks: false);
        await using var store = new Stores.InMemory.InMemoryStore();
        var view = await new SessionManager(store).CreateAsync(new NewSession { Id = "s" });
        var done = new[] { "a", "c", "b", "c", "d", "c" }.Select(row => lane.WriteAsync(new SqlWrite(row, null, view, []))).ToArray();
        first.SetResult();
        (await Task.WhenAll(done)).Should().AllBeEquivalentTo(true);
        groups.Should().Equal("a", "b c d", "c", "c");
    }

    private static ValueTask WriteAtOnceAsync(IReadOnlyList<SqlWrite> group)
    {
        foreach (var member in group)
        {
            member.Succeed();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Somebody who goes on only when another one's call has returned.</summary>
    private sealed class Waiter(ManualResetEventSlim hasReturned) : SqlOperation(CancellationToken.None)
    {
        private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Answered => _answer.Task;

        public override bool IsRepetition => false;

        public override void Plan(SessionKey key, Session? current, long now, ICommitMemory memory)
        {
        }

        public override void Doubt()
        {
        }

        public override void Recall(int sent)
        {
        }

        public override void Refuse(Exception error)
        {
        }

        public override void Answer() => _answer.SetResult(hasReturned.Wait(Patience));
    }
}
