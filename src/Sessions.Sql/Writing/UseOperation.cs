using Sessions.Stores;

namespace Sessions.Sql;

internal sealed class UseOperation(SessionUse use, CancellationToken cancellationToken) : SqlOperation(cancellationToken)
{
    private readonly TaskCompletionSource<Session?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UsePlan _plan;
    private Exception? _refusal;
    private LeaseState? _asked;

    public Task<Session?> Answered => _answer.Task;

    public override void Plan(SessionKey key, Session? current, long now, ICommitMemory memory)
    {
        (Next, _refusal) = (null, null);
        if (WasInDoubt && _asked is not null && current?.Lease == _asked)
        {
            // It was written after all, although the answer was lost: nobody else's ends in the same microsecond.
            _plan = new UsePlan(null, current);
            return;
        }

        try
        {
            _plan = UsePlanner.Plan(key, current, now, use);
            Next = _plan.Record is null ? null : _plan.View;
            _asked = use is SessionUse.Acquire ? Next?.Lease : null;
        }
        catch (Exception error)
        {
            _refusal = error;
        }
    }

    public override void Answer()
    {
        if (_refusal is not null)
        {
            _answer.TrySetException(_refusal);
        }
        else
        {
            _answer.TrySetResult(_plan.View);
        }
    }

    public override void Fail(Exception error) => _answer.TrySetException(error);
}
