namespace Sessions.Events;

/// <summary>A memory pool was bound in place of the one before, or unbound.</summary>
public sealed class MemoryPoolBound : SessionEvent
{
    internal MemoryPoolBound(MemoryPoolBinding? pool) => Pool = pool;

    /// <inheritdoc/>
    public override string Kind => "pool";

    /// <summary>The pool; null when it was unbound.</summary>
    public MemoryPoolBinding? Pool { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position) => next.Details = next.Details with { MemoryPool = Pool };
}
