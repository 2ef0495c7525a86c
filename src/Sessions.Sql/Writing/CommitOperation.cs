using Sessions.Stores;

namespace Sessions.Sql;

internal sealed class CommitOperation(CommitDecision decide, CommitOptions options, CancellationToken cancellationToken)
    : SqlOperation(cancellationToken)
{
    // Whoever waits goes on on the thread that answers.
    private readonly TaskCompletionSource<CommitResult> _answer = new();
    private CommitPlan _plan;
    private Exception? _refusal;
    private List<(CommitPlan Plan, Exception? Refusal)>? _sent;

    public Task<CommitResult> Answered => _answer.Task;

    public override long? Fence => options.Lease?.FencingToken;

    public override bool IsRepetition => _refusal is null && _plan.Commit is null;

    public override void Plan(SessionKey key, Session? current, long now, ICommitMemory memory)
    {
        (Commit, Next, _refusal) = (null, null, null);
        try
        {
            _plan = CommitPlanner.Plan(key, current, now, decide, options, memory, position: 0);
            (Commit, Next) = (_plan.Commit, _plan.Commit is null ? null : _plan.View);
        }
        catch (Exception error)
        {
            // Whatever the decision threw is the caller's answer, if the view that it was run on turns out to be current.
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
            _answer.TrySetResult(_plan.ToResult());
        }
    }

    public override void Refuse(Exception error) => _refusal = error;
}
