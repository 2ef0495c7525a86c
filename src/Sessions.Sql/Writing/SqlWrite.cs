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
        Era = before is null || Clears(commits) ? SqlKnown.NewNumber() : before.Era;
        Breadth = SqlBreadth.Of(before, view, Era);
    }

    public string Row { get; }

    public SqlKnown? Before { get; }

    public Session View { get; }

    public IReadOnlyList<Commit> Commits { get; }

    public long Revision { get; } = SqlKnown.NewNumber();

    public long Era { get; }

    /// <summary>The fencing token of the lease under which it is written; null where none is asked for.</summary>
    public long? Fence { get; init; }

    /// <summary>How much of the row is written.</summary>
    public SqlBreadth Breadth { get; }

    /// <summary>
    /// Whether it is one plain message, alone in its commit, by which the session was last used, and no channel came or went: the row can
    /// say the rest of it by itself.
    /// </summary>
    public bool AppendsMessage => Before is { View: var was }
        && Breadth == SqlBreadth.Narrow
        && Commits is [{ EventArray.Length: 1 } commit]
        && EventColumns.IsPlain(commit, 0)
        && View.UpdatedTicks == commit.AtTicks
        && View.LastUsedTicks == commit.AtTicks
        && View.CurrentChannel == commit.Channel
        && HasSameChannels(was, View);

    /// <summary>Whether it only records that the session was used.</summary>
    public bool IsTouch => Before is not null && Commits.Count == 0 && Breadth == SqlBreadth.Narrow && !ReferenceEquals(Before.View, View);

    // A use that is written together with the message may have come through another channel, which has a row of its own. One that is
    // forgotten for it leaves its place, so that those behind it move up.
    private static bool HasSameChannels(Session was, Session view)
    {
        if (was.Channels.Length != view.Channels.Length)
        {
            return false;
        }

        for (var i = 0; i < was.Channels.Length; i++)
        {
            if (was.Channels[i].Channel != view.Channels[i].Channel)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an instant that is indexed roughly is another one than it was when both are cut off; always where none is.</summary>
    public bool Moves(SqlDialect dialect) => dialect.Roughness is not { } roughness || Before is not { View: var was }
        || was.UpdatedTicks / roughness.Ticks != View.UpdatedTicks / roughness.Ticks
        || was.ExpiryTicks / roughness.Ticks != View.ExpiryTicks / roughness.Ticks;

    /// <summary>The expired session in whose place it begins; null where there is none.</summary>
    public SqlKnown? Replaces { get; init; }

    public Task<bool> Done => _done.Task;

    /// <summary>What is known once it is written.</summary>
    public SqlKnown After => new(View, Revision, Era);

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

    private static bool Clears(IReadOnlyList<Commit> commits)
    {
        foreach (var commit in commits)
        {
            foreach (var change in commit.EventArray)
            {
                if (change is ConversationCleared)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
