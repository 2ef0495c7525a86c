using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Sessions.Diagnostics;

/// <summary>The span of one operation: <c>sessions.append_message</c> for AppendMessageAsync. Nothing where nobody listens.</summary>
internal readonly struct OperationSpan(Activity? activity) : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> Names = new();

    public static bool IsWanted => SessionsMetrics.Source.HasListeners();

    /// <summary>Begins the span of a public method.</summary>
    /// <param name="method">Its name, as the compiler gives it.</param>
    /// <param name="store">The kind of store.</param>
    /// <param name="sessionId">The session, by a name that has been checked; null where it is about none, or many.</param>
    public static OperationSpan OfMethod(string method, string store, string? sessionId) =>
        Begin(Names.GetOrAdd(method, static name => "sessions." + SnakeCase(name)), store, sessionId);

    public static OperationSpan Begin(string name, string store, string? sessionId)
    {
        var activity = SessionsMetrics.Source.StartActivity(name);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(SessionsMetrics.StoreTag, store);
            if (sessionId is not null)
            {
                activity.SetTag(SessionsMetrics.SessionTag, sessionId);
            }
        }

        return new OperationSpan(activity);
    }

    /// <summary>Makes it the parent of what follows: a caller's next step begins where the caller is.</summary>
    public void Continue()
    {
        if (activity is not null)
        {
            Activity.Current = activity;
        }
    }

    /// <summary>Says how it failed, by the type of the error alone. A cancellation is no failure.</summary>
    public void Failed(Exception error)
    {
        activity?.SetTag(SessionsMetrics.ErrorTag, SessionsMetrics.TypeOf(error));
        if (error is not OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }

    public void Dispose() => activity?.Dispose();

    private static string SnakeCase(string method)
    {
        var name = new StringBuilder();
        foreach (var letter in method.EndsWith("Async", StringComparison.Ordinal) ? method.AsSpan(0, method.Length - 5) : method)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
