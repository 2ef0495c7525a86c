using FluentAssertions;
using Sessions.Stores.Files;
using Sessions.TestProcess;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class LockProcessTests(ITestOutputHelper output) : LockTestBase
{
    [Fact]
    public async Task A_killed_holder_lets_go()
    {
        await using ChildProcess child = await ChildProcess.StartReadyAsync("lock-holder", Store, "0");
        (await child.AskAsync("take")).Should().Be("taken");
        using var locks = FileLockSet.Open(Store);
        locks.TryAcquire(0, out _).Should().BeFalse();
        await child.KillAsync();
        (await locks.AcquireAsync(0)).Release();
    }

    [Fact]
    public async Task A_suspended_holder_makes_others_busy_until_it_goes_on()
    {
        await using ChildProcess child = await ChildProcess.StartReadyAsync("lock-holder", Store, "0");
        (await child.AskAsync("take")).Should().Be("taken");
        child.Suspend();
        using var impatient = FileLockSet.Open(Store, TimeSpan.FromMilliseconds(50));
        Func<Task> wait = async () => await impatient.AcquireAsync(0);
        await wait.Should().ThrowAsync<SessionBusyException>();

        using var patient = FileLockSet.Open(Store, TimeSpan.FromSeconds(60));
        Task<LockHold> waiting = patient.AcquireAsync(0).AsTask();
        waiting.IsCompleted.Should().BeFalse();
        child.Resume();
        (await child.AskAsync("release")).Should().Be("released");
        (await waiting).Release();
    }

    [Fact]
    public async Task A_process_can_be_suspended_while_it_holds_none_however_busy_it_is_with_them()
    {
        using var numbers = new SharedNumbers(Beside("numbers"));
        await using ChildProcess child = await ChildProcess.StartReadyAsync("lock-count", Store, Beside("numbers"), "2", "4");
        using var locks = FileLockSet.Open(Store);
        using var impatient = FileLockSet.Open(Store, TimeSpan.FromMilliseconds(200));
        for (int round = 0; round < 10; round++)
        {
            await ReachAsync(numbers, numbers.Read(0) + 1_000);
            await child.SuspendWithoutAsync(locks, FileLockSet.Catalog, 7);
            long count = numbers.Read(0);
            (await impatient.AcquireAsync(7)).Release();
            numbers.Read(0).Should().Be(count, "it stands");
            child.Resume();
        }
    }

    [Fact]
    public async Task Reading_a_lock_file_does_not_lose_the_lock()
    {
        using var locks = FileLockSet.Open(Store);
        await using ChildProcess child = await ChildProcess.StartReadyAsync("lock-holder", Store, "0", "50");
        using LockHold hold = await locks.AcquireAsync(0);
        Action read = () => File.ReadAllText(Path.Combine(Store, "locks", "00"));
        read.Should().Throw<IOException>("whatever .NET opens asks for a shared lock");
        using (new FileStream(Path.Combine(Store, "locks", "01"), FileMode.OpenOrCreate))
        {
        }

        (await child.AskAsync("try")).Should().Be("held");
        (await child.AskAsync("take")).Should().Be(nameof(SessionBusyException));
    }

    [LinuxFact]
    public async Task Child_processes_inherit_no_lock_file()
    {
        using var locks = FileLockSet.Open(Store);
        using LockHold hold = await locks.AcquireAsync(0);
        await using ChildProcess child = await ChildProcess.StartReadyAsync("writer", Beside("other"), "w-1");
        static string[] OpenIn(string process) => [.. Directory.GetFiles($"/proc/{process}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? string.Empty)];
        OpenIn("self").Should().Contain(file => file.StartsWith(Store));
        OpenIn($"{child.Id}").Should().NotContain(file => file.StartsWith(Store));
    }

    [Fact]
    public async Task The_epoch_moves_when_another_process_was_in_between()
    {
        using var locks = FileLockSet.Open(Store);
        await using ChildProcess child = await ChildProcess.StartReadyAsync("lock-holder", Store, "0");
        LockHold hold = await locks.AcquireAsync(0);
        long epoch = hold.Epoch;
        hold.Release();
        (await child.AskAsync("take")).Should().Be("taken");
        (await child.AskAsync("release")).Should().Be("released");
        hold = await locks.AcquireAsync(0);
        hold.Epoch.Should().BeGreaterThan(epoch);
        hold.Release();
    }

    [Fact]
    public async Task Nobody_starves_beside_processes_that_never_pause()
    {
        const int Processes = 3, Total = 150_000;
        ChildProcess[] children = await Task.WhenAll(Enumerable.Range(1, Processes).Select(slot =>
            ChildProcess.StartReadyAsync("lock-share", Store, Beside("numbers"), $"{slot}", $"{Total}")));
        try
        {
            await Task.WhenAll(children.Select(child => child.WriteLineAsync("go")));
            string[] said = await Task.WhenAll(children.Select(child => child.ReadLineAsync()));
            output.WriteLine(string.Join(" | ", said));
            int[] counts = [.. said.Select(line => int.Parse(line.Split(' ')[0]))];
            counts.Sum().Should().Be(Total);
            counts.Should().OnlyContain(count => count > Total / 20);
        }
        finally
        {
            foreach (ChildProcess child in children)
            {
                await child.DisposeAsync();
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public async Task No_increment_is_lost_while_processes_are_killed_and_suspended(int seed)
    {
        const int Processes = 4, Tasks = 8, Blows = 8;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var children = new ChildProcess[Processes];
        Directory.CreateDirectory(Store);
        using var numbers = new SharedNumbers(Beside("numbers"));
        int slots = 2, kills = 0;
        async Task<ChildProcess> StartAsync() => await ChildProcess.StartReadyAsync(
            "lock-count", Store, Beside("numbers"), $"{slots++}", $"{Tasks}");

        try
        {
            for (int i = 0; i < Processes; i++)
            {
                children[i] = await StartAsync();
            }

            for (int blow = 0; blow < Blows; blow++)
            {
                await ReachAsync(numbers, numbers.Read(0) + random.Next(1, 3_000));
                int victim = random.Next(Processes);
                if (random.Next(2) == 0)
                {
                    await children[victim].KillAsync();
                    await children[victim].DisposeAsync();
                    kills++;
                    children[victim] = await StartAsync();
                }
                else
                {
                    children[victim].Suspend();
                    await StandStillAsync(numbers, random.Next(2_000));
                    children[victim].Resume();
                }
            }

            foreach (ChildProcess child in children)
            {
                await child.WriteLineAsync("stop");
            }

            foreach (ChildProcess child in children)
            {
                int.Parse(await child.ReadLineAsync()).Should().BePositive();
                (await child.WaitForExitAsync()).Should().Be(0);
            }
        }
        finally
        {
            foreach (ChildProcess child in children.Where(child => child is not null))
            {
                await child.DisposeAsync();
            }
        }

        // A process that is killed between its two additions leaves the first one without the second.
        long sum = Enumerable.Range(2, slots - 2).Sum(numbers.Read);
        output.WriteLine($"total {numbers.Read(0)}, sum {sum}, kills {kills}");
        numbers.Read(0).Should().BeInRange(sum, sum + kills);
    }

    private static async Task ReachAsync(SharedNumbers numbers, long total)
    {
        long end = Environment.TickCount64 + 60_000;
        while (numbers.Read(0) < total)
        {
            (Environment.TickCount64 < end).Should().BeTrue("the processes must get on");
            await Task.Delay(1);
        }
    }

    /// <summary>Until the others got on by so much, or, since the suspended one may be in, until nobody gets on.</summary>
    private static async Task StandStillAsync(SharedNumbers numbers, long progress)
    {
        long start = numbers.Read(0), last = -1;
        for (int still = 0; still < 50 && last < start + progress;)
        {
            long now = numbers.Read(0);
            still = now == last ? still + 1 : 0;
            last = now;
            await Task.Delay(1);
        }
    }
}
