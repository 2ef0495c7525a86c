using Microsoft.Extensions.Logging;
using Channels = System.Threading.Channels;

namespace Sessions.Tests;

/// <summary>Remembers what is logged, and lets a test wait for a message by its event id.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private readonly Channels.Channel<Entry> _fresh = Channels.Channel.CreateUnbounded<Entry>();
    private readonly List<Entry> _all = [];

    public IReadOnlyList<Entry> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The next message with an event id, after those that were waited for before.</summary>
    public async Task<Entry> NextAsync(int eventId)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var entry = await _fresh.Reader.ReadAsync(bound.Token);
            if (entry.EventId == eventId)
            {
                return entry;
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(Entry entry)
    {
        lock (_all)
        {
            _all.Add(entry);
        }

        _fresh.Writer.TryWrite(entry);
    }

    internal sealed record Entry(string Category, LogLevel Level, int EventId, string Message, Exception? Error);

    private sealed class Recorder(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(new Entry(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}
