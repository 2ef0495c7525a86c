using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    private const long SnapshotEvery = 64 * 1024;

    private void AddSnapshotWhenDue(ref LogBatch batch)
    {
        var since = batch.End - _snapshotEnd;
        if (since > SnapshotEvery && since > 4 * _snapshotSize)
        {
            AddSnapshot(ref batch, _kept);
        }
    }

    /// <summary>Plans a snapshot into the batch.</summary>
    /// <param name="batch">What is planned.</param>
    /// <param name="kept">How much of the log was found worth keeping when this was last looked at.</param>
    /// <returns>Its size; zero where there is no session.</returns>
    private long AddSnapshot(ref LogBatch batch, long kept)
    {
        if (batch.View is not { } view)
        {
            return 0;
        }

        var start = batch.Writer.Length;
        MarkerJson.WriteSnapshot(batch.Writer, view, view.LastUsedTicks, kept);
        var next = view.Copy();
        next.LogEnd = batch.End;
        batch.View = next;
        NoteSnapshot(batch.End, batch.Writer.Length - start, kept);
        return batch.Writer.Length - start;
    }

    private void NoteSnapshot(long end, long size, long kept)
    {
        _snapshotEnd = end;
        _snapshotSize = size;
        _kept = kept;
        _lookAt = Math.Max(engine.Options.CompactAt, 2 * kept);
    }
}
