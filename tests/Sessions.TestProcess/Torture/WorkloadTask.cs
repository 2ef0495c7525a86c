namespace Sessions.TestProcess.Torture;

/// <summary>A task that commits, each time in another way, and writes down what it was told.</summary>
internal sealed class WorkloadTask(SessionManager manager, Acknowledgements log, WorkloadPlan plan, int task)
{
    private readonly Random _random = new((plan.Seed * 1_000_003) + (plan.Life * 101) + task);
    private readonly Dictionary<string, string> _linked = [];
    private readonly bool _isExpecting = !plan.Losses.AreExpected;
    private int _number;

    public async Task<long> RunAsync(CancellationToken stop)
    {
        var answered = 0L;
        while (!stop.IsCancellationRequested && _number < plan.Limit)
        {
            var session = Workload.Sessions[_random.Next(Workload.Sessions.Count)];
            var mark = new Mark(Choose(), plan.Slot, plan.Life, task, ++_number);
            answered += await CommitAsync(session, mark) ? 1 : 0;
        }

        return answered;
    }

    /// <summary>Commits under the mark as key, and again, as somebody does who did not hear the answer.</summary>
    public async Task<bool> KeyedAsync(string session, Mark mark)
    {
        log.Intend(session, mark);
        var options = new CommitOptions { Channel = Channel.Mcp, IdempotencyKey = mark.ToString() };
        var answered = false;
        for (var times = 1 + (mark.Number % 3); times > 0; times--)
        {
            // Refused after it may have been done, by this process or a killed one, says nothing.
            answered |= await AnswerAsync(
                session, mark, () => manager.UpdateAsync(session, update => Remember(Speak(update, mark), mark), options), unlessDone: answered || mark.Life != plan.Life);
        }

        return answered;
    }

    private Task<bool> CommitAsync(string session, Mark mark) => mark.Kind switch
    {
        CommitShape.Keyed => KeyedAsync(session, mark),
        CommitShape.Expected => ExpectedAsync(session, mark),
        CommitShape.Linked => LinkedAsync(session, mark),
        CommitShape.Plain => AnswerAsync(
            session, mark, () => manager.UpdateAsync(session, update => update.AppendMessage(NewMessage.User(mark.ContentOf(0)), mark.ChatOf(0)), Channel.Api)),
        _ => AnswerAsync(session, mark, () => manager.UpdateAsync(session, update => Remember(Count(Speak(update, mark)), mark), Channel.Api)),
    };

    private async Task<bool> LinkedAsync(string session, Mark mark)
    {
        _linked.TryGetValue(session, out var again);
        var answered = await AnswerAsync(session, mark, () => manager.UpdateAsync(
            session,
            update =>
            {
                Speak(update, mark).LinkInvocation(new Invocation(mark.Invocation, "tool") { Duration = TimeSpan.FromMilliseconds(3) });
                if (again is not null)
                {
                    update.LinkInvocation(new Invocation(again, "tool"));
                }

                Remember(Count(update), mark);
            },
            Channel.Cli));
        if (answered)
        {
            _linked[session] = mark.Invocation;
        }

        return answered;
    }

    private Task<bool> ExpectedAsync(string session, Mark mark) => AnswerAsync(session, mark, async () =>
    {
        while (true)
        {
            // The store's view, since a manager's read would be a use.
            var view = await manager.Store.FindAsync(new SessionKey(manager.Partition, session))
                ?? throw new InvalidOperationException($"{session} is gone.");
            try
            {
                return await manager.UpdateAsync(
                    session,
                    update => Remember(Speak(update, mark), mark).SetState("expected", Number(view, "expected") + 1),
                    new CommitOptions { Channel = Channel.Api, ExpectedVersion = view.Version });
            }
            catch (SessionConflictException conflict)
            {
                if (conflict.ExpectedVersion != view.Version || conflict.ActualVersion <= view.Version)
                {
                    throw new InvalidOperationException($"A conflict between equal versions: {conflict.Message}");
                }
            }
        }
    });

    private async Task<bool> AnswerAsync(string session, Mark mark, Func<ValueTask<Session>> commit, bool unlessDone = false)
    {
        try
        {
            var view = await commit();
            log.Answered(session, mark, view.Version);
            return true;
        }
        catch (SessionBusyException)
        {
            // Somebody was stopped while it held the lock of the session: refused, and so not done.
            if (!unlessDone)
            {
                log.Refused(session, mark);
            }

            return false;
        }
    }

    private static SessionUpdate Speak(SessionUpdate update, Mark mark)
    {
        for (var i = 0; i < mark.Messages; i++)
        {
            update.AppendMessage(NewMessage.User(mark.ContentOf(i)) with { Payload = JsonText.FromString(mark.ToString()) }, mark.ChatOf(i));
        }

        return update;
    }

    /// <summary>Last in its commit, so that a reader tells a whole commit by the version of the state.</summary>
    private static SessionUpdate Remember(SessionUpdate update, Mark mark) =>
        update.SetState("last", mark.ToString()).SetState(mark.TaskKey, mark.ToString());

    private static SessionUpdate Count(SessionUpdate update) =>
        update.ChangeState("counter", static value => (value?.ToElement().GetInt64() ?? 0) + 1);

    private static long Number(Session view, string key) => view.TryGetState(key, out var value) ? value.ToElement().GetInt64() : 0;

    private CommitShape Choose() => _random.Next(100) switch
    {
        < 25 => CommitShape.Counted,
        < 40 => CommitShape.Several,
        < 55 => CommitShape.Linked,
        < 65 => CommitShape.Keyed,

        // A version that was lost may be another one by the time that it is expected.
        < 70 => _isExpecting ? CommitShape.Expected : CommitShape.Counted,
        _ => CommitShape.Plain,
    };
}
