namespace Sessions.Events;

/// <summary>
/// Stands where compaction took a change of the state out of a commit whose other events or key it kept, so that these keep
/// their versions. It lies behind the horizon: no feed gives it to anyone.
/// </summary>
internal sealed class SupersededEvent : SessionEvent
{
    public override string Kind => "superseded";

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position)
    {
    }
}
