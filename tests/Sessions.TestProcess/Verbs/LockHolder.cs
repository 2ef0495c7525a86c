using Sessions.Stores.Files;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lock-holder DIRECTORY STRIPE [BOUND-MS]</c>: for each line <c>take</c> prints <c>taken</c> or the type of the error,
/// for <c>release</c> <c>released</c>, for <c>try</c> <c>free</c> or <c>held</c>; <c>end</c> ends it.
/// </summary>
internal sealed class LockHolder : IVerb
{
    public string Name => "lock-holder";

    public async Task<int> RunAsync(string[] arguments)
    {
        int stripe = int.Parse(arguments[1]);
        TimeSpan? bound = arguments.Length > 2 ? TimeSpan.FromMilliseconds(int.Parse(arguments[2])) : null;
        using FileLockSet locks = FileLockSet.Open(arguments[0], bound);
        LockHold hold = default;
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line and not "end")
        {
            switch (line)
            {
                case "take":
                    try
                    {
                        hold = await locks.AcquireAsync(stripe);
                        Console.WriteLine("taken");
                    }
                    catch (Exception e) when (e is SessionException)
                    {
                        Console.WriteLine(e.GetType().Name);
                    }

                    break;
                case "release":
                    hold.Release();
                    Console.WriteLine("released");
                    break;
                case "try":
                    bool free = locks.TryAcquire(stripe, out LockHold tried);
                    if (free)
                    {
                        tried.Release();
                    }

                    Console.WriteLine(free ? "free" : "held");
                    break;
                default:
                    throw new ArgumentException(line);
            }
        }

        return 0;
    }
}
