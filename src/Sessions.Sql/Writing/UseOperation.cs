using Sessions.Stores;

namespace Sessions.Sql;

internal sealed class UseOperation(SessionUse use, CancellationToken cancellationToken) : SqlOperation(cancellationToken)
{
    // Whoever waits goes on on the thread that answers.
    private readonly TaskCompletionSource<Session?> _answer = new();
    private UsePlan _plan;
    private Exception? _refusal;
    private bool _isThere;
    private List<(UsePlan Plan, Exception? Refusal)>? _sent;

    public Task<Session?> Answered => _answer.Task;

    public override bool IsRepetition => _isThere;

    public override void Plan(SessionKey key, Session? current, long now, ICommitMemory memory)
    {
        (Next, _refusal, _isThere) = (null, null, false);
        if (use is SessionUse.Acquire && current?.Lease is { } held && _sent?.Exists(sent => sent.Plan.View?.Lease == held) == true)
        {
            // It was written after all, although the answer was lost: nobody else's ends in the same microsecond.
            (_plan, _isThere) = (new UsePlan(null, current), true);
            return;
        }

        try
        {
            _plan = UsePlanner.Plan(key, current, now, use);
            Next = _plan.Record is null ? null : _plan.View;
        }
        catch (Exception error)
        {
            _refusal = error;
        }
    }

    public override void Doubt() => (_sent ??= []).Add((_plan, _refusal));

    public override void Recall(int sent) => (_plan, _refusal) = _sent![sent];

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

    public override void Refuse(Exception error) => _refusal = error;
}
