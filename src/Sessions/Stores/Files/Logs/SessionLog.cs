using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// The log of one session, open or not. The view and the open file are published for readers, who take no lock; everything
/// else belongs to whoever has the slot.
/// </summary>
internal sealed partial class SessionLog(FileEngine engine, SessionKey key) : ILogSink
{
    private OpenLog? _open;
    private Session? _view;
    private long _epoch;
    private long _snapshotEnd;
    private long _snapshotSize;
    private long _kept;
    private long _lookAt = engine.Options.CompactAt;
    private LogMemory? _memory;

    public SessionKey Key { get; } = key;

    public int Stripe { get; } = StripeHash.StripeOf(key.Partition, key.Id);

    public string Path { get; } = engine.Layout.LogOf(key);

    /// <summary>Whether it was used since the table last looked for room.</summary>
    public bool WasUsed { get; set; } = true;

    void ILogSink.Add(Commit commit, Session after) => Remember(commit, after);

    /// <summary>Writes what is planned, and publishes it.</summary>
    /// <exception cref="LogWriteException">It could not be written.</exception>
    public void Write(ref LogBatch batch)
    {
        if (batch.Writer.Length > 0)
        {
            AddSnapshotWhenDue(ref batch);
            WriteAt(_open!.File, batch.Writer, batch.Base);
            batch.Base += batch.Writer.Length;
            batch.Writer.Clear();
            Volatile.Write(ref _view, batch.View);
            _memory?.Settle();
            if (batch.Base >= _lookAt)
            {
                AskForCompaction(batch.Base);
            }
        }

        batch.Pending = null;
    }

    private static void WriteAt(LogFile file, LineWriter writer, long position)
    {
        try
        {
            file.Write(writer.Written, position);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new LogWriteException(error);
        }
    }

    private void Perform(long epoch, LogOperation line)
    {
        var batch = default(LogBatch);
        try
        {
            Prepare(epoch);
        }
        catch (Exception error)
        {
            // Whatever it was, also a mistake of ours or of a listener: who stands in line is told, and the slot becomes free.
            _epoch = 0;
            MarkAll(line, LogErrors.Translate(error, Path));
            return;
        }

        batch.Writer = LineWriters.Take();
        batch.View = _view;
        batch.Base = _view?.LogEnd ?? 0;
        try
        {
            PlanAll(line, ref batch);
            Write(ref batch);
        }
        catch (LogWriteException error)
        {
            Salvage(batch, error);
        }
        catch (Exception error)
        {
            MarkAll(line, LogErrors.Translate(error, Path));
            Forget();
        }
        finally
        {
            LineWriters.Return(batch.Writer);
        }
    }

    private void PlanAll(LogOperation line, ref LogBatch batch)
    {
        for (var operation = line; operation is not null; operation = operation.Next)
        {
            if (!operation.TryBegin())
            {
                continue;
            }

            batch.Pending ??= operation;
            try
            {
                operation.Plan(this, ref batch);
            }
            catch (LogWriteException)
            {
                // Who writes by himself settles those before him, and is left to fail alone with those behind him.
                batch.Pending ??= operation;
                throw;
            }
            catch (Exception error)
            {
                // A refusal is this caller's alone, whatever his decision threw.
                operation.Error = LogErrors.Translate(error, Path);
            }

            operation.End = batch.End;
            operation.Log = _open;
        }
    }

    private static void MarkAll(LogOperation? line, Exception error)
    {
        for (; line is not null; line = line.Next)
        {
            _ = line.TryBegin();
            line.Error ??= error;
        }
    }

    /// <summary>
    /// After a failed write: what is there whole is kept, since readers may have seen it; the rest is cut, and those whose lines
    /// were in it fail.
    /// </summary>
    private void Salvage(in LogBatch batch, LogWriteException error)
    {
        var landed = batch.Base;
        var path = _open?.File.Path ?? Path;
        var refusal = FileErrors.Unavailable(path, error.InnerException!);
        if (_open is { } open)
        {
            try
            {
                var rest = new byte[Math.Max(0, open.File.Length - batch.Base)];
                landed += rest.AsSpan(0, open.File.Read(rest, batch.Base)).LastIndexOf((byte)'\n') + 1;
                open.File.Cut(landed);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // What could not be cut now is cut by whoever opens the log next.
                refusal = FileErrors.Unavailable(path, new AggregateException(error.InnerException!, second));
            }
        }

        for (var operation = batch.Pending; operation is not null; operation = operation.Next)
        {
            if (operation.Error is null && (operation.End == 0 || operation.End > landed))
            {
                _ = operation.TryBegin();
                operation.Error = refusal;
            }
        }

        Forget();
    }
}
