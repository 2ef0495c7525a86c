using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// The change feed: what was missed, then what comes, in order, without gaps or repeats, to its end.
public abstract partial class SessionStoreConformance
{
    private static string Word(SessionChange change) => change switch
    {
        SessionChange.Happened { Event: var happened } => $"{happened.Version}:{happened.Kind}",
        SessionChange.Ended { Reason: var reason } => $"{reason}",
        _ => "gap",
    };

    private async Task<List<string>> WatchAsync(long after, Func<int, string, Task> then, string id = "s")
    {
        var words = new List<string>();
        await foreach (var change in Bounded(Manager.WatchAsync(id, after)))
        {
            words.Add(Word(change));
            await then(words.Count, words[^1]);
        }

        return words;
    }

    [ConformanceFact]
    public async Task A_watcher_sees_what_it_missed_and_then_what_comes()
    {
        await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        var words = await WatchAsync(0, async (count, _) =>
        {
            switch (count)
            {
                case 2:
                    await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("x")).AddEvent("y"));
                    break;
                case 4:
                    await Manager.TouchAsync("s", Channel.Cli);
                    await Manager.CompleteAsync("s");
                    break;
                case 5:
                    await Manager.DeleteAsync("s");
                    break;
            }
        });
        Assert.Equal(["1:created", "2:state", "3:message", "4:custom", "5:status", "Deleted"], words);
    }

    [ConformanceFact]
    public async Task A_watcher_who_comes_back_does_not_take_the_next_life_for_the_one_it_knew()
    {
        var first = await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        Assert.Equal("2:state", await FirstAsync(1, first.Incarnation));
        await Manager.DeleteAsync("s");
        Assert.Equal("Deleted", await FirstAsync(1, first.Incarnation));
        var second = await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        Assert.Equal("Deleted", await FirstAsync(1, first.Incarnation));
        Assert.Equal("2:state", await FirstAsync(1, second.Incarnation));
        Assert.Equal("2:state", await FirstAsync(1, null));

        async Task<string> FirstAsync(long after, string? incarnation)
        {
            await using var changes = Manager.WatchAsync("s", after, incarnation).GetAsyncEnumerator();
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
            return Word(changes.Current);
        }
    }

    [ConformanceFact]
    public async Task A_watcher_goes_on_from_any_version_even_inside_a_commit()
    {
        await CreateAsync();
        await Manager.AppendMessagesAsync("s", Enumerable.Range(0, 300).Select(i => NewMessage.User($"{i}")));
        var words = await WatchAsync(150, (count, _) => count == 151 ? Manager.DeleteAsync("s").AsTask() : Task.CompletedTask);
        Assert.Equal(Enumerable.Range(151, 151).Select(version => $"{version}:message").Append("Deleted"), words);
    }

    [ConformanceFact]
    public async Task A_watcher_of_a_busy_session_misses_and_repeats_nothing()
    {
        await CreateAsync();
        const int Writers = 3;
        const int Each = 100;
        var seen = new List<long>();
        await TogetherAsync(Writers + 1, async task =>
        {
            if (task > 0)
            {
                for (var i = 0; i < Each; i++)
                {
                    await Manager.UpdateAsync("s", update => update.AddEvent("x").AddEvent("y"));
                }

                return;
            }

            await foreach (var change in Bounded(Manager.WatchAsync("s")))
            {
                seen.Add(Assert.IsType<SessionChange.Happened>(change).Event.Version);
                if (seen.Count == 1 + (Writers * Each * 2))
                {
                    break;
                }
            }
        });
        Assert.Equal(Enumerable.Range(1, 1 + (Writers * Each * 2)).Select(version => (long)version), seen);
    }

    [ConformanceFact]
    public async Task Expiry_ends_a_feed_without_any_cleanup()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        await using var feed = Manager.WatchAsync("s").GetAsyncEnumerator();
        Assert.True(await feed.MoveNextAsync());
        var next = feed.MoveNextAsync().AsTask();
        await PassAsync(next, Minute);
        Assert.True(await next);
        Assert.Equal(new SessionChange.Ended(RemovalReason.Expired), feed.Current);
        Assert.False(await feed.MoveNextAsync());
    }

    [ConformanceFact]
    public async Task A_use_puts_the_end_of_a_feed_off()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        await using var feed = Manager.WatchAsync("s").GetAsyncEnumerator();
        Assert.True(await feed.MoveNextAsync());
        var next = feed.MoveNextAsync().AsTask();
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(Minute / 2);
            await Manager.TouchAsync("s");
        }

        Assert.False(next.IsCompleted);
        await Manager.SetStateAsync("s", "a", 1);
        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal("2:state", Word(feed.Current));
    }

    [ConformanceTheory]
    [InlineData(RemovalReason.Expired)]
    [InlineData(RemovalReason.Retention)]
    [InlineData(RemovalReason.Age)]
    public async Task Removal_by_cleanup_ends_a_feed_with_its_reason(RemovalReason reason)
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = reason == RemovalReason.Expired ? Minute : Day * 365 });
        if (reason == RemovalReason.Retention)
        {
            await Manager.CompleteAsync("s");
        }

        var version = (await ViewAsync()).Version;
        await using var feed = Manager.WatchAsync("s", version - 1).GetAsyncEnumerator();
        Assert.True(await feed.MoveNextAsync());
        var next = feed.MoveNextAsync().AsTask();
        Time.Advance(Day);
        var rule = new CleanupRule { FinishedFor = Hour, UnusedFor = reason == RemovalReason.Age ? Hour : null };
        await CleanAsync(rule);
        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(new SessionChange.Ended(reason), feed.Current);
    }

    [ConformanceFact]
    public async Task A_feed_does_not_follow_an_id_into_another_incarnation()
    {
        await CreateAsync();
        await using var feed = Manager.WatchAsync("s").GetAsyncEnumerator();
        Assert.True(await feed.MoveNextAsync());
        await Manager.DeleteAsync("s");
        await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        Assert.True(await feed.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(new SessionChange.Ended(RemovalReason.Deleted), feed.Current);
        Assert.False(await feed.MoveNextAsync());
    }

    [ConformanceFact]
    public async Task A_version_of_the_future_is_refused()
    {
        await CreateAsync();
        await using var feed = Manager.WatchAsync("s", 5).GetAsyncEnumerator();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await feed.MoveNextAsync());
    }

    [ConformanceFact]
    public async Task A_feed_ends_when_it_is_cancelled()
    {
        await CreateAsync();
        using var stop = new CancellationTokenSource();
        await using var feed = Manager.WatchAsync("s", 1, cancellationToken: stop.Token).GetAsyncEnumerator();
        var next = feed.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await Record.ExceptionAsync(() => next.WaitAsync(Patience)));
    }

    [ConformanceFact]
    public async Task A_wait_returns_when_the_version_has_passed_already()
    {
        var session = await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        Assert.Null(await Store.WaitAsync(session.Key, session.Incarnation, 1).AsTask().WaitAsync(Patience));
        await Manager.DeleteAsync("s");
        await Store.WaitAsync(session.Key, session.Incarnation, 2).AsTask().WaitAsync(Patience);
    }

    [ConformanceFact]
    public async Task Disposing_of_the_store_leaves_no_watcher_waiting()
    {
        await CreateAsync();
        await using var feed = Manager.WatchAsync("s", 1).GetAsyncEnumerator();
        var next = feed.MoveNextAsync().AsTask();
        await Store.DisposeAsync();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next.WaitAsync(Patience));
        await RefusedAsync<ObjectDisposedException>(() => Manager.SetStateAsync("s", "a", 1));
    }

    /// <summary>Lets time pass until something has come, in steps, since the one that waits may set its timer only later.</summary>
    private protected async Task PassAsync(Task coming, TimeSpan step)
    {
        for (var i = 0; i < 500 && !coming.IsCompleted; i++)
        {
            Time.Advance(step);
            await Task.WhenAny(coming, Task.Run(() => Thread.Yield()));
        }

        await coming.WaitAsync(Patience);
    }
}
