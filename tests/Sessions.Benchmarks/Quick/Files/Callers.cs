namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Several callers at once, each of which waits for its answer before it asks again.</summary>
internal static class Callers
{
    public static void Run(int callers, int operations, Func<Task> operation) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < operations / callers; i++)
            {
                await operation().ConfigureAwait(false);
            }
        }))).GetAwaiter().GetResult();

    public static void Run<T>(int callers, int operations, Func<ValueTask<T>> operation) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < operations / callers; i++)
            {
                await operation().ConfigureAwait(false);
            }
        }))).GetAwaiter().GetResult();
}
