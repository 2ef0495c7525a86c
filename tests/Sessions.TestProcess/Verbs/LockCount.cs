using Sessions.Stores.Files;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lock-count DIRECTORY FILE SLOT TASKS</c>: until a line comes in, TASKS tasks add to number 0 of FILE, and then to
/// number SLOT, under one stripe. Prints <c>ready</c> once it is at work, and at the end how often it added.
/// Number 1 names who is in: it must not change while one is.
/// </summary>
internal sealed class LockCount : IVerb
{
    private const int Total = 0;
    private const int WhoIsIn = 1;

    public string Name => "lock-count";

    public async Task<int> RunAsync(string[] arguments)
    {
        using FileLockSet locks = FileLockSet.Open(arguments[0], TimeSpan.FromSeconds(60));
        using var numbers = new SharedNumbers(arguments[1]);
        int slot = int.Parse(arguments[2]);
        using var stop = new CancellationTokenSource();

        Task<int>[] tasks = [.. Enumerable.Range(0, int.Parse(arguments[3]))
            .Select(task => Task.Run(() => CountAsync(locks, numbers, slot, task, stop.Token)))];
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await stop.CancelAsync();
        Console.WriteLine((await Task.WhenAll(tasks)).Sum());
        return 0;
    }

    private static async Task<int> CountAsync(
        FileLockSet locks, SharedNumbers numbers, int slot, int task, CancellationToken stop)
    {
        int count = 0;
        long me = ((long)Environment.ProcessId << 32) | (uint)task;
        var pause = new Random((slot * 1000) + task);
        while (!stop.IsCancellationRequested)
        {
            using (await locks.AcquireAsync(stripe: 7, CancellationToken.None))
            {
                numbers.Write(WhoIsIn, me);
                numbers.Increment(Total, pause.Next(200));
                numbers.Increment(slot, pause.Next(200));
                count++;
                if (numbers.Read(WhoIsIn) != me)
                {
                    throw new InvalidOperationException("Somebody else came in.");
                }
            }

            if (pause.Next(20) == 0)
            {
                await Task.Yield();
            }
        }

        return count;
    }
}
