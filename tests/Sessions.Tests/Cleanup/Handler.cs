using Sessions.Stores;
using Channels = System.Threading.Channels;

namespace Sessions.Tests.Cleanup;

/// <summary>A handler that remembers what it heard, and does what a test tells it to.</summary>
internal sealed class Handler(Func<RemovedSession, CancellationToken, ValueTask>? act = null) : ISessionRemovalHandler
{
    private readonly Channels.Channel<RemovedSession> _heard = Channels.Channel.CreateUnbounded<RemovedSession>();

    public int Heard => _heard.Reader.Count;

    public async Task<RemovedSession> NextAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _heard.Reader.ReadAsync(bound.Token);
    }

    public async ValueTask HandleAsync(RemovedSession removed, CancellationToken cancellationToken)
    {
        _heard.Writer.TryWrite(removed);
        if (act is not null)
        {
            await act(removed, cancellationToken);
        }
    }
}
