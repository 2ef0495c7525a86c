namespace Sessions.Stores.Files;

/// <summary>One use: a touch, or a change of the lease.</summary>
internal sealed class UseOperation(SessionUse use, ICatalog catalog) : LogOperation<Session?>
{
    private bool _changed;

    public override void Plan(SessionLog log, ref LogBatch batch) => Result = log.Use(ref batch, use, out _changed);

    protected override void OnComplete()
    {
        if (_changed && Error is null && Result is { } view)
        {
            catalog.Changed(view);
        }
    }
}
