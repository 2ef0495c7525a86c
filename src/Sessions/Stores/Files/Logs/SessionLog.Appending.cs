using Sessions.Events;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>Plans a commit into the batch.</summary>
    public CommitPlan Append(ref LogBatch batch, CommitDecision decide, in CommitOptions options)
    {
        var now = engine.Now;
        if (batch.View is null || batch.View.IsExpired(now))
        {
            return Begin(ref batch, now, decide, options);
        }

        var memory = _memory ??= new LogMemory(this);
        if (options.IdempotencyKey is not null)
        {
            memory.LoadKeys(_open!.File, _view!);
        }

        var start = batch.Writer.Length;
        var plan = CommitPlanner.Plan(Key, batch.View, now, decide, options, memory, batch.End);
        if (plan.Commit is { } commit)
        {
            try
            {
                AddHints(plan);
                CommitJson.WriteLine(batch.Writer, commit);
            }
            catch
            {
                batch.Writer.Truncate(start);
                throw;
            }

            plan.View.LogEnd = batch.End;
            batch.View = plan.View;
            Remember(commit, plan.View);
        }

        return plan;
    }

    /// <summary>Plans a use into the batch.</summary>
    public Session? Use(ref LogBatch batch, SessionUse use, out bool changed)
    {
        var plan = UsePlanner.Plan(Key, batch.View, engine.Now, use);
        changed = plan.Record is not null;
        if (plan.Record is { } record)
        {
            UseJson.WriteLine(batch.Writer, record);
            plan.View!.LogEnd = batch.End;
            batch.View = plan.View;
        }

        return plan.View;
    }

    /// <summary>Brings in the commits of another log as a log of its own.</summary>
    public Session Import(ref LogBatch batch, IReadOnlyList<Commit> commits)
    {
        if (batch.View is { } old && !old.IsExpired(engine.Now))
        {
            throw new SessionAlreadyExistsException(Key.Id);
        }

        Session? view = null;
        var expired = batch.View;
        WriteHeader(batch.Writer);
        batch.Base = 0;
        var copies = new List<Commit>(commits.Count);
        var copier = new LogCopier();
        try
        {
            foreach (var commit in commits)
            {
                var copy = copier.Copy(commit, commit.EventArray, batch.End);
                view = Fold.Apply(Key, view, copy);
                copy.ExpiryTicks = view.ExpiryTicks;
                AddHints(new CommitPlan(copy, view, view.Version));
                CommitJson.WriteLine(batch.Writer, copy);
                copies.Add(copy);
            }
        }
        catch
        {
            batch.Writer.Clear();
            batch.Base = expired?.LogEnd ?? 0;
            throw;
        }

        // Whoever opens it next must not have to read all that was brought in.
        batch.View = view;
        var size = batch.End > SnapshotEvery ? AddSnapshot(ref batch, kept: 0) : 0;
        view = batch.View!;
        view.LogEnd = batch.End;
        CreateFile(ref batch, expired, view, copies);
        NoteSnapshot(size > 0 ? view.LogEnd : 0, size, 0);
        return view;
    }

    private CommitPlan Begin(ref LogBatch batch, long now, CommitDecision decide, in CommitOptions options)
    {
        Write(ref batch);
        var (expired, end) = (batch.View, batch.Base);
        WriteHeader(batch.Writer);
        batch.Base = 0;
        try
        {
            var plan = CommitPlanner.Plan(Key, expired, now, decide, options, NoMemory.Instance, batch.End);
            AddHints(plan);
            CommitJson.WriteLine(batch.Writer, plan.Commit!);
            plan.View.LogEnd = batch.End;
            CreateFile(ref batch, expired, plan.View, [plan.Commit!]);
            return plan;
        }
        catch (Exception error) when (error is not LogWriteException)
        {
            batch.Writer.Clear();
            (batch.View, batch.Base) = (_view, _view is null ? 0 : end);
            throw;
        }
    }

    private void WriteHeader(LineWriter writer) => MarkerJson.WriteHeader(writer, new LogHeader(Key.Partition, Key.Id, 1));

    /// <summary>Header and first commits are one write into a file that nobody else can have made: half a session never is one.</summary>
    private void CreateFile(ref LogBatch batch, Session? expired, Session view, List<Commit> commits)
    {
        if (expired is not null)
        {
            ReplaceExpired(expired);
        }

        var open = new OpenLog(LogFile.Create(Path)) { IsNew = true };
        try
        {
            WriteAt(open.File, batch.Writer, 0);
        }
        catch
        {
            open.File.Dispose();
            File.Delete(Path);
            throw;
        }

        batch.Base = batch.Writer.Length;
        batch.Writer.Clear();
        batch.View = view;
        var epoch = _epoch;
        Adopt(open, view);
        _epoch = epoch;
        var after = default(Session);
        foreach (var commit in commits)
        {
            after = commits.Count == 1 ? view : Fold.Apply(Key, after, commit);
            Remember(commit, after);
        }
    }

    private void AddHints(in CommitPlan plan)
    {
        foreach (var change in plan.Commit!.EventArray)
        {
            if (change is InvocationLinked linked)
            {
                engine.Links.Add(new LinkHint(Key, plan.View.Incarnation, linked.Invocation.Id, plan.Commit.FirstVersion));
            }
        }
    }
}
