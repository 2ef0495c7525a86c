namespace Sessions.Testing;

/// <summary>Holds one call to a store until it is opened.</summary>
public sealed class StoreGate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StoreGate()
    {
    }

    /// <summary>Completes when a call stands before the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the call pass.</summary>
    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
