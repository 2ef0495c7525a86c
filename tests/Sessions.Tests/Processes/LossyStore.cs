using Sessions.Stores;

namespace Sessions.Tests.Processes;

/// <summary>A store that reads otherwise than it was written, to show that a verifier notices.</summary>
internal sealed class LossyStore(ISessionStore inner, Func<IReadOnlyList<Commit>, IReadOnlyList<Commit>> change) : DelegatingSessionStore(inner)
{
    public override async ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        var page = await base.ReadLogAsync(key, afterVersion, limit, cancellationToken);
        return page is null ? null : page with { Commits = change(page.Commits) };
    }
}
