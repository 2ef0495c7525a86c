namespace Sessions.Stores.Files;

/// <summary>One commit.</summary>
internal sealed class CommitOperation : LogOperation<CommitResult>
{
    [ThreadStatic]
    private static CommitOperation? t_spare;

    private CommitDecision _decide = null!;
    private CommitOptions _options;
    private CatalogChange _change;

    public static CommitOperation Take(CommitDecision decide, in CommitOptions options, CatalogChange change)
    {
        var operation = t_spare ?? new CommitOperation();
        t_spare = null;
        operation._decide = decide;
        operation._options = options;
        operation._change = change;
        return operation;
    }

    /// <summary>Gives back one that has completed before anyone could wait for it.</summary>
    public ValueTask<CommitResult> Return()
    {
        if (Error is { } error)
        {
            return ValueTask.FromException<CommitResult>(error);
        }

        var result = Result;
        _decide = null!;
        _options = default;
        _change = default;
        ResetSource();
        t_spare = this;
        return new ValueTask<CommitResult>(result);
    }

    public override void Plan(SessionLog log, ref LogBatch batch) => Result = log.Append(ref batch, _decide, _options).ToResult();

    protected override void OnComplete()
    {
        if (Error is null && !IsCancelled)
        {
            _change.Changed(Result.Session);
        }

        _change.Dispose();
    }
}
