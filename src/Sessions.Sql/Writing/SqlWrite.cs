using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// What one session is to become: written whole or not at all, and only if it still is what it was when this was planned.
/// </summary>
internal sealed class SqlWrite
{
    // Who waits for it goes on at once, on the thread that wrote: there is nothing to do but to have callers told.
    private readonly TaskCompletionSource<bool> _done = new();
    private bool _hasOutcome;
    private bool _isWritten;
    private Exception? _error;

    /// <param name="row">The session's key in every table.</param>
    /// <param name="before">What it was; null to begin it.</param>
    /// <param name="view">What it is to become.</param>
    /// <param name="commits">The commits that lead from the one to the other; none where it is only used.</param>
    public SqlWrite(string row, SqlKnown? before, Session view, IReadOnlyList<Commit> commits)
    {
        Row = row;
        Before = before;
        View = view;
        Commits = commits;
        Clears = before?.Clears ?? 0;
        foreach (var commit in commits)
        {
            foreach (var change in commit.EventArray)
            {
                Clears += change is ConversationCleared ? 1 : 0;
            }
        }

        Breadth = SqlBreadth.Of(before, view, Clears);
    }

    public string Row { get; }

    public SqlKnown? Before { get; }

    public Session View { get; }

    public IReadOnlyList<Commit> Commits { get; }

    public long Revision => Before is { } before ? before.Revision + 1 : Beginning;

    /// <summary>The revision of what begins.</summary>
    public long Beginning { get; init; } = 1;

    public long Clears { get; }

    /// <summary>The fencing token of the lease under which it is written; null where none is asked for.</summary>
    public long? Fence { get; init; }

    /// <summary>How much of the row is written.</summary>
    public SqlBreadth Breadth { get; }

    /// <summary>The expired session in whose place it begins; null where there is none.</summary>
    public SqlKnown? Replaces { get; init; }

    public Task<bool> Done => _done.Task;

    /// <summary>What is known once it is written.</summary>
    public SqlKnown After => new(View, Revision, Clears);

    public void Succeed() => (_isWritten, _hasOutcome) = (true, true);

    public void Miss() => _hasOutcome = true;

    /// <summary>It failed, unless it is known what became of it.</summary>
    public void Fail(Exception error)
    {
        if (!_hasOutcome)
        {
            (_error, _hasOutcome) = (error, true);
        }
    }

    /// <summary>Says what became of it.</summary>
    public void Complete()
    {
        if (_error is not null)
        {
            _done.SetException(_error);
        }
        else
        {
            _done.SetResult(_isWritten);
        }
    }
}
