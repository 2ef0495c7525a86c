using Sessions.Stores.Files;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lock-share DIRECTORY FILE SLOT TOTAL</c>: prints <c>ready</c>, waits for a line, then adds to the numbers 0 and SLOT of
/// FILE in a tight loop until number 0 is TOTAL. Prints how often it added, how often the lock came from the kernel,
/// and the milliseconds that it took.
/// </summary>
internal sealed class LockShare : IVerb
{
    public string Name => "lock-share";

    public async Task<int> RunAsync(string[] arguments)
    {
        using FileLockSet locks = FileLockSet.Open(arguments[0]);
        using var numbers = new SharedNumbers(arguments[1]);
        int slot = int.Parse(arguments[2]);
        long total = long.Parse(arguments[3]);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();

        long start = Environment.TickCount64;
        int count = 0, epochs = 0;
        long epoch = 0;
        for (bool more = true; more;)
        {
            using LockHold hold = await locks.AcquireAsync(stripe: 3);
            epochs += hold.Epoch != epoch ? 1 : 0;
            epoch = hold.Epoch;
            more = numbers.Read(0) < total;
            if (more)
            {
                numbers.Increment(0, pause: 0);
                numbers.Increment(slot, pause: 0);
                count++;
            }
        }

        Console.WriteLine($"{count} {epochs} {Environment.TickCount64 - start}");
        return 0;
    }
}
