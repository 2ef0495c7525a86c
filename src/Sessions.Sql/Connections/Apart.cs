namespace Sessions.Sql;

/// <summary>Work that is nobody's in particular, though somebody happened to be the first to need it.</summary>
internal static class Apart
{
    /// <summary>Starts it without what surrounds the caller: his transaction, trace, log scope, request.</summary>
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        using (Suppress())
        {
            return Task.Run(work, CancellationToken.None);
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public static Task Run(Func<Task> work)
    {
        using (Suppress())
        {
            return Task.Run(work, CancellationToken.None);
        }
    }

    // It may be suppressed already, and then stays so.
    private static AsyncFlowControl? Suppress() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
