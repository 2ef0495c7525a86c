namespace Sessions.Benchmarks.Quick;

internal static class Completed
{
    /// <summary>The result of a call that completes at once, as those of the in-memory store do; other stores are waited for.</summary>
    public static T Now<T>(this ValueTask<T> pending) =>
        pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
}
