using Sessions.Filters;

namespace Sessions.Stores.Files;

/// <summary>Walks the summaries that a question wants, in its order, some at a time: the table may change in between.</summary>
internal sealed class SummaryWalk
{
    private readonly CatalogTable _table;
    private readonly string? _partition;
    private readonly SummaryFilter _filter;
    private readonly SummaryScope _scope;
    private readonly string? _scopeName;
    private readonly SummaryPlace _place;
    private readonly SessionCursor? _after;

    public SummaryWalk(CatalogTable table, string? partition, SessionFilter filter, SummaryPlace place, SessionCursor? after)
    {
        _table = table;
        _partition = partition;
        _filter = new SummaryFilter(filter);
        _place = place;
        _after = after;

        // The narrowest: a user's sessions are fewer than a partition's.
        var user = filter.UserId ?? UserOf(filter.Where);
        _scopeName = user ?? partition;
        _scope = user is not null ? SummaryScope.User : partition is not null ? SummaryScope.Partition : SummaryScope.All;
    }

    public bool IsOver { get; private set; }

    /// <summary>The last one that was looked at and wanted.</summary>
    public Summary? Last { get; private set; }

    /// <summary>The next few that are wanted, or may be; those known to be dead are not.</summary>
    public List<Summary> Next(int count, long now)
    {
        var found = new List<Summary>(count);
        lock (_table.Gate)
        {
            foreach (var summary in Rest())
            {
                if (Ask(summary) != ConditionAnswer.No && (summary.Expiry > now || !summary.IsDead))
                {
                    found.Add(summary);
                    if (found.Count == count)
                    {
                        Last = summary;
                        return found;
                    }
                }
            }
        }

        IsOver = true;
        return found;
    }

    /// <summary>Counts those that live for certain, and are wanted for certain.</summary>
    /// <param name="now">The time.</param>
    /// <param name="unsure">Those that live only if they were used since their summary was written, or may not be wanted.</param>
    public long CountLive(long now, out List<Summary> unsure)
    {
        unsure = [];
        var count = 0L;
        lock (_table.Gate)
        {
            foreach (var summary in _scope == SummaryScope.User ? Rest() : _table.All)
            {
                var answer = Ask(summary);
                if (answer == ConditionAnswer.No)
                {
                    continue;
                }

                if (summary.Expiry > now && answer == ConditionAnswer.Yes)
                {
                    count++;
                }
                else if (summary.Expiry > now || !summary.IsDead)
                {
                    unsure.Add(summary);
                }
            }
        }

        return count;
    }

    /// <summary>The one user whose sessions a condition can hold of, where it says so outright.</summary>
    private static string? UserOf(SessionCondition? condition) => condition switch
    {
        SessionCondition.Comparison { Operator: SessionOperator.Equal, Field.Kind: SessionFieldKind.UserId } comparison => comparison.Value.AsText(),
        SessionCondition.All all => all.Conditions.Select(UserOf).FirstOrDefault(static user => user is not null),
        _ => null,
    };

    private ConditionAnswer Ask(Summary summary) =>
        SessionPager.Wants(_partition, summary.Partition) ? _filter.Ask(summary) : ConditionAnswer.No;

    private IEnumerable<Summary> Rest()
    {
        var index = _table.IndexOf(_scope, _place);
        var order = index.Order;
        return index.From(Last ?? order.Probe(_scopeName, _after)).TakeWhile(summary => order.IsIn(summary, _scopeName));
    }
}
