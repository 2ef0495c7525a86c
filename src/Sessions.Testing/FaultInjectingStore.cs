using Sessions.Stores;

namespace Sessions.Testing;

/// <summary>
/// A store that fails by plan: before a call, so that nothing has happened, or after it, so that all of it has and the
/// answer is lost; or that holds a call at a gate. Without a plan it changes nothing.
/// </summary>
public sealed partial class FaultInjectingStore : DelegatingSessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StoreCall, Queue<Fault>> _plan = [];
    private readonly Dictionary<StoreCall, long> _counts = [];
    private readonly List<(StoreCall Call, long Count, TaskCompletionSource Reached)> _watchers = [];

    /// <summary>Wraps a store.</summary>
    public FaultInjectingStore(ISessionStore inner)
        : base(inner)
    {
    }

    /// <summary>Lets the next calls of a kind fail before they reach the store.</summary>
    /// <param name="call">The kind.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="error">The error; <see cref="SessionStoreUnavailableException"/> when left out.</param>
    public void FailBefore(StoreCall call, int times = 1, Exception? error = null) => Plan(call, times, new Fault(Error(error), null, null));

    /// <summary>Lets the next calls of a kind succeed in the store, and their answers be lost.</summary>
    /// <param name="call">The kind.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="error">The error; <see cref="SessionStoreUnavailableException"/> when left out.</param>
    public void FailAfter(StoreCall call, int times = 1, Exception? error = null) => Plan(call, times, new Fault(null, Error(error), null));

    /// <summary>Holds the next call of a kind before it reaches the store.</summary>
    public StoreGate Hold(StoreCall call)
    {
        var gate = new StoreGate();
        Plan(call, 1, new Fault(null, null, gate));
        return gate;
    }

    /// <summary>How many calls of a kind have come back, with or without success.</summary>
    public long Count(StoreCall call)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(call);
        }
    }

    /// <summary>Completes when so many calls of a kind have come back since the store was made.</summary>
    public Task ReachAsync(StoreCall call, long count)
    {
        lock (_lock)
        {
            if (_counts.GetValueOrDefault(call) >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((call, count, reached));
            return reached.Task;
        }
    }

    private static Exception Error(Exception? error) => error ?? new SessionStoreUnavailableException("The store failed, as planned.");

    private void Plan(StoreCall call, int times, Fault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (_lock)
        {
            if (!_plan.TryGetValue(call, out var faults))
            {
                _plan.Add(call, faults = []);
            }

            for (var i = 0; i < times; i++)
            {
                faults.Enqueue(fault);
            }
        }
    }

    private Fault? Next(StoreCall call)
    {
        lock (_lock)
        {
            return _plan.TryGetValue(call, out var faults) && faults.TryDequeue(out var fault) ? fault : null;
        }
    }

    private void Done(StoreCall call)
    {
        lock (_lock)
        {
            var count = _counts[call] = _counts.GetValueOrDefault(call) + 1;
            for (var i = _watchers.Count - 1; i >= 0; i--)
            {
                if (_watchers[i].Call == call && _watchers[i].Count <= count)
                {
                    _watchers[i].Reached.TrySetResult();
                    _watchers.RemoveAt(i);
                }
            }
        }
    }

    private async ValueTask<T> RunAsync<T>(StoreCall call, Func<ValueTask<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            var fault = Next(call);
            if (fault?.Gate is { } gate)
            {
                await gate.PassAsync(cancellationToken).ConfigureAwait(false);
            }

            if (fault?.Before is { } before)
            {
                throw before;
            }

            var result = await run().ConfigureAwait(false);
            return fault?.After is { } after ? throw after : result;
        }
        finally
        {
            Done(call);
        }
    }

    private sealed record Fault(Exception? Before, Exception? After, StoreGate? Gate);
}
