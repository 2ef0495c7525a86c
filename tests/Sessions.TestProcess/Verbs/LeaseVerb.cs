using System.Globalization;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lease KIND DIRECTORY SESSION LIFETIME-MS HEARTBEAT-MS</c>: prints <c>ready</c>, then does as the lines say that come in.
/// <c>acquire [WAIT-MS]</c> prints <c>held TOKEN</c>, <c>commit TEXT</c> prints <c>done VERSION</c> of a message under the
/// lease, <c>lost</c> waits until the holder is told so and prints <c>lost</c>, <c>release</c> prints <c>released</c>,
/// <c>force</c> prints <c>forced</c>; or the type of the error. <c>end</c> ends it, without giving anything back.
/// </summary>
internal sealed class LeaseVerb : IVerb
{
    public string Name => "lease";

    public async Task<int> RunAsync(string[] arguments)
    {
        static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        var manager = new SessionManager(
            store, new SessionsOptions { LeaseLifetime = Milliseconds(arguments[3]), LeaseHeartbeat = Milliseconds(arguments[4]) });
        var session = arguments[2];
        SessionLease? lease = null;
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line and not "end")
        {
            try
            {
                switch (line.Split(' '))
                {
                    case ["acquire", .. var wait]:
                        lease = await manager.AcquireLeaseAsync(session, wait: wait is [var bound] ? Milliseconds(bound) : null);
                        Console.WriteLine($"held {lease.Token.FencingToken}");
                        break;
                    case ["commit", var text]:
                        var view = await manager.AppendMessageAsync(
                            session, NewMessage.Assistant(text), new CommitOptions { Lease = lease!.Token });
                        Console.WriteLine($"done {view.Version}");
                        break;
                    case ["lost"]:
                        await Task.Delay(Timeout.Infinite, lease!.Lost).ContinueWith(_ => { }, TaskScheduler.Default);
                        Console.WriteLine("lost");
                        break;
                    case ["release"]:
                        await lease!.DisposeAsync();
                        Console.WriteLine("released");
                        break;
                    case ["force"]:
                        await manager.ForceReleaseLeaseAsync(session);
                        Console.WriteLine("forced");
                        break;
                    default:
                        throw new ArgumentException(line);
                }
            }
            catch (SessionException error)
            {
                Console.WriteLine(error.GetType().Name);
            }
        }

        return 0;
    }
}
