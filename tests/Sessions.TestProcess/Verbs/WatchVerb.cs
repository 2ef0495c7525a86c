using System.Globalization;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>watch KIND DIRECTORY SESSION AFTER [slow]</c>: prints <c>ready</c> and then a line for each change: <c>VERSION KIND</c>,
/// <c>gap THROUGH VERSION</c>, <c>ended REASON</c>. A slow one takes a line of input before each change but the first.
/// </summary>
internal sealed class WatchVerb : IVerb
{
    public string Name => "watch";

    public async Task<int> RunAsync(string[] arguments)
    {
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        var manager = new SessionManager(store);
        var slow = arguments.Length > 4;
        Console.WriteLine("ready");
        await foreach (var change in manager.WatchAsync(arguments[2], long.Parse(arguments[3], CultureInfo.InvariantCulture)))
        {
            Console.WriteLine(change switch
            {
                SessionChange.Happened { Event: var happened } => $"{happened.Version} {happened.Kind}",
                SessionChange.Gap gap => $"gap {gap.DroppedThrough} {gap.Session.Version}",
                SessionChange.Ended ended => $"ended {ended.Reason}",
                _ => throw new InvalidOperationException(change.GetType().Name),
            });

            // The end of the input lets it run.
            slow = slow && await Console.In.ReadLineAsync() is not ("run" or null);
        }

        return 0;
    }
}
