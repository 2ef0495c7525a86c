namespace Sessions;

/// <summary>The memory pool that a session is bound to.</summary>
/// <param name="Name">The pool's name.</param>
/// <param name="Shared">Whether it is a pool of the empty partition, bound from any.</param>
public sealed record MemoryPoolBinding(string Name, bool Shared = false);
