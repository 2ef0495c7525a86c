namespace Sessions.Testing;

/// <summary>
/// Stands on a test class and tells whether what its tests need, a server for instance, is there. Where it is not, each
/// <see cref="ConformanceFactAttribute"/> and <see cref="ConformanceTheoryAttribute"/> of the class is skipped with the reason,
/// the inherited ones too; the class is not even created.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>
    /// Why the tests cannot run here, and what to do about it; null where they can. It is asked for each test, before the first
    /// one runs: remember the answer where it is costly.
    /// </summary>
    public abstract string? Unmet { get; }
}
