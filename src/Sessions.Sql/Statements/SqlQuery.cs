using System.Data.Common;
using System.Globalization;
using System.Text;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>A question for sessions, put together from its parts. Whatever a caller gave is a parameter.</summary>
internal sealed partial class SqlQuery(SqlDialect dialect, SqlClock clock)
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, SqlType Type, object? Value)> _parameters = [];

    public string Text => _text.ToString();

    /// <summary>
    /// A page of sessions and one more, with their state: rows of sessions, which say their places apart from what may be damaged, and
    /// rows of state.
    /// </summary>
    public void Page(SessionQuery query, SessionCursor? after)
    {
        var (column, descending) = OrderOf(query.Order);
        _text.Append("WITH page AS (SELECT session, partition_name, id, folded_view, ").Append(column ?? "created_at").Append(" AS place FROM sessions WHERE ");
        Where(query.Partition, query.Filter, byKey: column is null);
        var everywhere = query.Partition is null;
        if (after is { } cursor)
        {
            After(cursor, column, descending, everywhere);
        }

        _text.Append(" ORDER BY ");
        if (column is not null)
        {
            var direction = descending ? " DESC, " : ", ";
            if (dialect.RoughOf(column) is { } rough)
            {
                _text.Append(rough).Append(direction);
            }

            _text.Append(column).Append(direction);
        }

        _text.Append(everywhere ? "partition_name, id" : "session").Append(" LIMIT ").Append(Add(SqlType.Number, (long)query.Limit + 1));
        _text.Append(
            """
            )
            SELECT 0 AS part, session, partition_name AS name, NULL AS version, id AS channel, place AS at, folded_view AS value FROM page
            UNION ALL SELECT 1, t.session, t.name, t.version, t.channel, t.at, t.value FROM page JOIN session_state t ON t.session = page.session
            """);
    }

    public void Count(string? partition, SessionFilter filter)
    {
        _text.Append("SELECT COUNT(*) FROM sessions WHERE ");
        Where(partition, filter, byKey: false);
    }

    public DbCommand Command(SqlConnectionSlot slot)
    {
        var command = slot.Connection.CreateCommand();
        command.CommandText = Text;
        foreach (var (name, type, value) in _parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = dialect.TypeOf(type);
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static (string? Column, bool Descending) OrderOf(SessionOrder order) => order switch
    {
        SessionOrder.NewestUpdated => ("updated_at", true),
        SessionOrder.OldestUpdated => ("updated_at", false),
        SessionOrder.NewestCreated => ("created_at", true),
        SessionOrder.OldestCreated => ("created_at", false),
        _ => (null, false),
    };

    private void Where(string? partition, SessionFilter filter, bool byKey)
    {
        if (partition is null)
        {
            _text.Append(SqlStatements.OfApps);
        }
        else
        {
            // SQLite knows nothing of what columns hold: it would take the partition's index for its order, where others lead to less.
            var others = byKey || filter.UserId is not null || IsOfInactive(filter) || filter.AnyTags is not null || filter.AllTags is not null;
            _text.Append(dialect is SqliteDialect && others ? "+space = " : "space = ").Append(Add(SqlType.Text, SqlKeys.SpaceOf(partition)));
            if (byKey && partition.Length > 0)
            {
                var first = $"{SqlKeys.SpaceOf(partition)}/";
                And($"session > {Add(SqlType.Text, first)} AND session < {Add(SqlType.Text, $"{first[..^1]}0")}");
            }
        }

        var now = clock.Parameter is { } given ? Add(SqlType.Instant, given) : clock.Expression;
        _text.Append(CultureInfo.InvariantCulture, $" AND (expires_at IS NULL OR expires_at > {now})");
        Everyday(filter);
    }

    /// <summary>What of a page comes after the place where the one before it ended. Within a partition keys sort as ids do.</summary>
    private void After(in SessionCursor cursor, string? column, bool descending, bool everywhere)
    {
        var tie = everywhere
            ? $"(partition_name > {Add(SqlType.Text, SqlText.Encode(cursor.Partition))} OR (partition_name = {Add(SqlType.Text, SqlText.Encode(cursor.Partition))} AND id > {Add(SqlType.Text, cursor.Id)}))"
            : $"session > {Add(SqlType.Text, SqlKeys.RowOf(new SessionKey(cursor.Partition, cursor.Id)))}";
        if (column is null)
        {
            _text.Append(" AND ").Append(tie);
            return;
        }

        var instant = Add(SqlType.Instant, dialect.Instant(cursor.Instant));
        var sign = descending ? '<' : '>';
        Roughly(column, sign, instant);
        And($"{column} {sign}= {instant} AND ({column} {sign} {instant} OR {tie})");
    }

    /// <summary>Bounds the column that is indexed in place of another one, where that is bounded.</summary>
    private void Roughly(string column, char sign, string instant)
    {
        if (dialect.RoughOf(column) is { } rough)
        {
            And($"{rough} {sign}= {dialect.Roughly(instant)}");
        }
    }

    private string Add(SqlType type, object? value)
    {
        var name = $"@q{_parameters.Count.ToString(CultureInfo.InvariantCulture)}";
        _parameters.Add((name[1..], type, value));
        return name;
    }
}
