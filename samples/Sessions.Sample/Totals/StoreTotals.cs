using System.Globalization;
using Sessions.Stores;

namespace Sessions.Sample.Totals;

/// <summary>What a store holds, added up over the views of its sessions: no message is read for it.</summary>
internal sealed class StoreTotals
{
    private readonly SortedDictionary<string, long> _tools = new(StringComparer.Ordinal);
    private readonly List<SessionDamagedException> _unreadable = [];

    /// <summary>How many sessions there are.</summary>
    public long Sessions { get; private set; }

    /// <summary>How many messages, by role.</summary>
    public MessageCounts Messages { get; private set; }

    /// <summary>How many invocations.</summary>
    public long Invocations { get; private set; }

    /// <summary>The tools, each with its invocations.</summary>
    public IReadOnlyDictionary<string, long> Tools => _tools;

    /// <summary>What could not be read, and is in no figure.</summary>
    public IReadOnlyList<SessionDamagedException> Unreadable => _unreadable;

    /// <summary>The line that scripts read.</summary>
    public string LastLine => string.Create(
        CultureInfo.InvariantCulture, $"sessions={Sessions} messages={Messages.Total} invocations={Invocations}");

    /// <summary>Adds up every session of every partition, page by page.</summary>
    public static async Task<StoreTotals> ReadAsync(ISessionStore store, CancellationToken cancellationToken)
    {
        var totals = new StoreTotals();
        var query = new SessionQuery { Partition = null, Order = SessionOrder.OldestCreated, Limit = 1000 };
        do
        {
            var page = await store.QueryAsync(query, cancellationToken);
            totals.Add(page);
            query = query with { Cursor = page.Next };
        }
        while (query.Cursor is not null);

        return totals;
    }

    /// <summary>Says what could not be read.</summary>
    public async Task ReportUnreadableAsync()
    {
        foreach (var damaged in _unreadable)
        {
            await Console.Error.WriteLineAsync(damaged.Message);
        }
    }

    private void Add(SessionPage page)
    {
        foreach (var session in page.Sessions)
        {
            Sessions++;
            Messages += session.Messages;
            Invocations += session.Invocations.Count;
            foreach (var (tool, count) in session.Invocations.Tools)
            {
                _tools[tool] = _tools.GetValueOrDefault(tool) + count;
            }
        }

        // A store may name what it cannot read on every page.
        _unreadable.AddRange(page.Unreadable.Where(damaged => _unreadable.All(known => known.Location != damaged.Location)));
    }
}
