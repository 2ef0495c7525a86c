using System.Collections.Immutable;

namespace Sessions.Sql;

/// <summary>How much of a session's row is written: to name a column is to send it, and on some engines to write its indexes.</summary>
internal sealed class SqlBreadth
{
    private static readonly string[] Steady = ["revision", "version", "updated_at", "last_used_at", "channel", "expires_at", "messages", "folded_view"];

    private static readonly string[] Occasional =
        ["era", "invocations", "failed_invocations", "lease_holder", "lease_token", "lease_until"];

    private SqlBreadth(int rank, params IEnumerable<string> names)
    {
        Rank = rank;
        Places = [.. Enumerable.Range(0, SqlStatements.Columns.Length).Where(place => names.Contains(SqlStatements.Columns[place].Name))];
        Columns = [.. Places.Select(static place => SqlStatements.Columns[place])];
    }

    /// <summary>What every message changes.</summary>
    public static SqlBreadth Narrow { get; } = new(0, Steady);

    /// <summary>What commits and uses change, but for what stands in the details that views share while they do not change.</summary>
    public static SqlBreadth Moving { get; } = new(1, [.. Steady, .. Occasional]);

    /// <summary>All of it.</summary>
    public static SqlBreadth Whole { get; } = new(2, SqlStatements.Columns.Select(static column => column.Name));

    public static ImmutableArray<SqlBreadth> All { get; } = [Narrow, Moving, Whole];

    /// <summary>Its place among <see cref="All"/>: those behind it hold more.</summary>
    public int Rank { get; }

    /// <summary>The columns that are written.</summary>
    public ImmutableArray<(string Name, SqlType Type)> Columns { get; }

    /// <summary>Their places among <see cref="SqlStatements.Columns"/>.</summary>
    public ImmutableArray<int> Places { get; }

    /// <summary>What is to be written to bring a session on from what it was.</summary>
    public static SqlBreadth Of(SqlKnown? before, Session after, long era)
    {
        if (before is null || !ReferenceEquals(before.View.Details, after.Details))
        {
            return Whole;
        }

        var was = before.View;
        return era == before.Era && was.Invocations == after.Invocations && was.Lease == after.Lease && was.LastFencingToken == after.LastFencingToken
            ? Narrow
            : Moving;
    }
}
