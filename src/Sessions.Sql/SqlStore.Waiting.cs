using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(5);

    private readonly RecentRemovals _removals = new();

    /// <summary>Whether changes by others are told, so that looking is for what was not heard only.</summary>
    internal Func<bool>? IsTold { get; init; }

    /// <summary>Hears which sessions this process has changed, after they are.</summary>
    internal Action<IReadOnlyList<string>>? Changed { get; init; }

    /// <inheritdoc/>
    /// <remarks>What this process changes is told at once; for what others change the row is looked at, often while it is young, seldom when nothing happens.</remarks>
    public async ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var pause = IsTold?.Invoke() == true ? LongestLook : ShortestLook;
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var entry = _entries.Get(key);
            var changed = entry.NextChange;
            var known = await KnownAsync(entry, cancellationToken).ConfigureAwait(false);
            if (Alive(known) is not { } view || view.Incarnation != incarnation)
            {
                return _removals.Find(incarnation);
            }

            if (view.Version > version)
            {
                return null;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var look = Task.Delay(pause, TimeProvider.System, ended.Token);
            await Task.WhenAny(changed, look).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            pause = IsTold?.Invoke() == true ? LongestLook : Shorter(_options.PollingInterval, pause * 2);
        }
    }

    private TimeSpan LongestLook => _options.PollingInterval * 10;

    /// <summary>Another process says that it changed a session.</summary>
    internal void Told(string row) => _entries.Find(row)?.Signal();

    /// <summary>What others said may have been missed.</summary>
    internal void ToldAll() => _entries.SignalAll();

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
