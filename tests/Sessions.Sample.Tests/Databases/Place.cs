namespace Sessions.Sample.Tests.Databases;

/// <summary>A database for one test, and how the command line names it.</summary>
/// <param name="remove">Removes it.</param>
/// <param name="arguments">What names it.</param>
public sealed class Place(Func<ValueTask> remove, params string[] arguments) : IAsyncDisposable
{
    public IReadOnlyList<string> Arguments => arguments;

    public ValueTask DisposeAsync() => remove();
}
