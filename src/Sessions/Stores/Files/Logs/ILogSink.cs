namespace Sessions.Stores.Files;

/// <summary>Takes in the commits of a log as they are folded or made, in order.</summary>
internal interface ILogSink
{
    void Add(Commit commit, Session after);
}
