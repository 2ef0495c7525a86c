using System.Runtime.CompilerServices;
using Sessions.Diagnostics;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Runs a public operation in a span of its own where somebody listens.</summary>
    private ValueTask<TResult> TraceAsync<TArgument, TResult>(
        string? id,
        TArgument argument,
        Func<SessionManager, TArgument, ValueTask<TResult>> run,
        [CallerMemberName] string method = "") =>
        OperationSpan.IsWanted ? SpanAsync(id, argument, run, method) : run(this, argument);

    private async ValueTask<TResult> SpanAsync<TArgument, TResult>(
        string? id, TArgument argument, Func<SessionManager, TArgument, ValueTask<TResult>> run, string method)
    {
        using var span = OperationSpan.OfMethod(method, _store.Name, id is null ? null : Check.SessionId(id));
        try
        {
            return await run(this, argument).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            span.Failed(error);
            throw;
        }
    }

    /// <summary>One span for as long as the feed is read.</summary>
    private async IAsyncEnumerable<SessionChange> TraceAsync(
        IAsyncEnumerable<SessionChange> feed, string id, string method, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var span = OperationSpan.OfMethod(method, _store.Name, id);
        var changes = feed.GetAsyncEnumerator(cancellationToken);
        await using var disposal = changes.ConfigureAwait(false);
        while (true)
        {
            try
            {
                span.Continue();
                if (!await changes.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (Exception error)
            {
                span.Failed(error);
                throw;
            }

            yield return changes.Current;
        }
    }
}
