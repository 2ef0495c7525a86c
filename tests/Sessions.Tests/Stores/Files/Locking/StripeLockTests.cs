using FluentAssertions;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class StripeLockTests : LockTestBase
{
    [Fact]
    public async Task Two_stores_on_one_directory_share_the_locks_by_whatever_path()
    {
        Directory.CreateDirectory(Store);
        File.CreateSymbolicLink(Beside("link"), Store);
        using var one = FileLockSet.Open(Store);
        using var other = FileLockSet.Open(Beside("link"));

        LockHold hold = await one.AcquireAsync(1);
        other.TryAcquire(1, out _).Should().BeFalse();
        other.TryAcquire(2, out LockHold free).Should().BeTrue();
        free.Release();
        ValueTask<LockHold> waiting = other.AcquireAsync(1);
        waiting.IsCompleted.Should().BeFalse();
        long epoch = hold.Epoch;
        hold.Release();
        hold = await waiting;
        hold.Epoch.Should().BeGreaterThanOrEqualTo(epoch);
        hold.Release();
    }

    [Fact]
    public async Task First_come_first_served()
    {
        using var locks = FileLockSet.Open(Store);
        LockHold hold = await locks.AcquireAsync(0);
        var order = new List<int>();
        var waiters = Enumerable.Range(0, 50).Select(async i =>
        {
            using (await locks.AcquireAsync(0))
            {
                order.Add(i);
            }
        }).ToList();
        hold.Release();
        await Task.WhenAll(waiters);
        order.Should().Equal(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task Many_tasks_lose_no_increment()
    {
        using var locks = FileLockSet.Open(Store);
        int number = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                using (await locks.AcquireAsync(9))
                {
                    int read = number;
                    Thread.SpinWait(i % 20);
                    number = read + 1;
                }
            }
        })));
        number.Should().Be(40_000);
    }

    [Fact]
    public async Task Whoever_waits_beyond_the_bound_is_told_busy_and_the_lock_works_on()
    {
        using var locks = FileLockSet.Open(Store, TimeSpan.FromMilliseconds(20));
        LockHold hold = await locks.AcquireAsync(0);
        Func<Task> wait = async () => await locks.AcquireAsync(0);
        await wait.Should().ThrowAsync<SessionBusyException>().WithMessage("*locks?00*0.02 s*");
        hold.Release();
        (await locks.AcquireAsync(0)).Release();
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled_and_the_turn_goes_to_the_next()
    {
        using var locks = FileLockSet.Open(Store);
        using var cancellation = new CancellationTokenSource();
        LockHold hold = await locks.AcquireAsync(0);
        Task<LockHold> cancelled = locks.AcquireAsync(0, cancellation.Token).AsTask();
        Task<LockHold> next = locks.AcquireAsync(0).AsTask();
        await cancellation.CancelAsync();
        Func<Task> wait = () => cancelled;
        await wait.Should().ThrowAsync<OperationCanceledException>();
        hold.Release();
        (await next).Release();
        Func<Task> late = async () => await locks.AcquireAsync(0, cancellation.Token);
        await late.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Releasing_twice_is_an_error_and_frees_nobody_elses_lock()
    {
        using var locks = FileLockSet.Open(Store);
        LockHold first = await locks.AcquireAsync(0);
        first.Release();
        using LockHold second = await locks.AcquireAsync(0);
        Action again = () => first.Release();
        again.Should().Throw<InvalidOperationException>();
        locks.TryAcquire(0, out _).Should().BeFalse();
    }

    [Fact]
    public async Task The_last_to_dispose_ends_waiting_and_the_holder_may_still_release()
    {
        var locks = FileLockSet.Open(Store);
        LockHold hold = await locks.AcquireAsync(0);
        Task<LockHold> waiting = locks.AcquireAsync(0).AsTask();
        locks.Dispose();
        Func<Task> wait = () => waiting;
        await wait.Should().ThrowAsync<ObjectDisposedException>();
        using var again = FileLockSet.Open(Store, TimeSpan.Zero);
        again.TryAcquire(0, out _).Should().BeFalse("the kernel's lock is still the holder's");
        hold.Release();
        again.TryAcquire(0, out LockHold free).Should().BeTrue();
        free.Release();
    }

    [Fact]
    public async Task Deleted_lock_files_are_made_anew()
    {
        using var locks = FileLockSet.Open(Store);
        long epoch;
        using (LockHold hold = await locks.AcquireAsync(0))
        {
            epoch = hold.Epoch;
        }

        Directory.Delete(Path.Combine(Store, "locks"), recursive: true);
        long now = epoch;
        for (long end = Environment.TickCount64 + 10_000; now == epoch && Environment.TickCount64 < end;)
        {
            using LockHold hold = await locks.AcquireAsync(0);
            now = hold.Epoch;
        }

        now.Should().NotBe(epoch);
        File.Exists(Path.Combine(Store, "locks", "00")).Should().BeTrue();
    }

    [Fact]
    public async Task A_burst_allocates_nothing()
    {
        using var locks = FileLockSet.Open(Store);
        long bytes = long.MaxValue;
        for (int attempt = 0; attempt < 20 && bytes > 0; attempt++)
        {
            (await locks.AcquireAsync(0)).Release();
            bytes = Burst(locks);
        }

        bytes.Should().Be(0);
    }

    private static long Burst(FileLockSet locks)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            ValueTask<LockHold> acquired = locks.AcquireAsync(0);
            if (!acquired.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("Nobody else wants this lock.");
            }

            acquired.Result.Release();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
