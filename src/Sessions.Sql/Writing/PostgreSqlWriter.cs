using System.Collections.Immutable;
using System.Data.Common;
using Sessions.Events;

namespace Sessions.Sql;

/// <summary>Writes a group as one statement, and so in one round trip: a column of all its members is one array.</summary>
internal sealed class PostgreSqlWriter(SqlDialect dialect, SqlStatements statements) : SqlWriter
{
    private readonly SqlStatement?[] _statements = new SqlStatement?[48];
    private SqlStatement? _messages;
    private SqlStatement? _movingMessages;
    private readonly object?[] _row = new object?[SqlStatements.Columns.Length];
    private readonly object?[] _event = new object?[SqlStatements.EventColumnList.Length];
    private readonly SqlSides _sides = new();
    private readonly LoneWrite _lone = new(dialect, statements);
    private readonly MessageRun _run = new(dialect, statements);

    public override async ValueTask WriteAsync(
        SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now, bool[] written, CancellationToken cancellationToken)
    {
        if (group is [var only] && (_lone.TryCommand(slot, only, now) ?? _run.TryCommand(slot, only, now)) is { } single)
        {
            written[0] = await single.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
            return;
        }

        var command = group.All(static write => write.AppendsMessage) ? Messages(slot, group, now) : Command(slot, group, now);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            written[reader.GetInt32(0)] = true;
        }
    }

    private DbCommand Messages(SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now)
    {
        var moves = false;
        var count = group.Count;
        var place = new int[count];
        var row = new string[count];
        var expected = new long[count];
        var fence = new long?[count];
        var revision = new long[count];
        var updated = new long[count];
        var channel = new string[count];
        var expires = new long?[count];
        var view = new string[count];
        var commit = new string[count];
        var chat = new string?[count];
        var ordinal = new long[count];
        var role = new string[count];
        var content = new string?[count];
        for (var i = 0; i < count; i++)
        {
            var write = group[i];
            var message = ((MessageAppended)write.Commits[0].EventArray[0]).Message;
            moves |= write.Moves(dialect);
            (place[i], row[i], expected[i], fence[i]) = (i, write.Row, write.Before!.Revision, write.Fence);
            (revision[i], updated[i], channel[i]) = (write.Revision, MicrosecondsOf(write.View.UpdatedTicks), write.Commits[0].Channel.Name);
            expires[i] = SessionColumns.Expiry(write.View) is { } expiry ? MicrosecondsOf(expiry) : null;
            view[i] = SessionColumns.Json(write.View, includeState: false);
            (commit[i], chat[i], ordinal[i]) = (write.Commits[0].Id.ToString(), SqlText.Encode(message.Chat), message.Ordinal);
            (role[i], content[i]) = (EventColumns.RoleName(message.Role), SqlText.Encode(message.Content));
        }

        ref var statement = ref (moves ? ref _movingMessages : ref _messages);
        statement ??= PostgreSqlGroup.OfMessages(dialect, statements.Now, moves);
        object?[] values = [place, row, expected, fence, revision, updated, channel, expires, view, commit, chat, ordinal, role, content];
        return slot.Command(statement, now is null ? values : [.. values, now]);
    }

    private DbCommand Command(SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now)
    {
        _sides.Clear();
        var creates = false;
        var breadth = SqlBreadth.Narrow;
        var plain = true;
        var events = 0;
        foreach (var write in group)
        {
            creates |= write.Before is null;
            breadth = write.Breadth.Rank > breadth.Rank ? write.Breadth : breadth;
            _sides.Add(write.Row, write.Before?.View, write.View);
            foreach (var commit in write.Commits)
            {
                events += commit.EventArray.Length;
                for (var i = 0; plain && i < commit.EventArray.Length; i++)
                {
                    plain = EventColumns.IsPlain(commit, i);
                }
            }
        }

        List<object?> values = [.. Rows(group, creates, breadth), .. Events(group, events, plain)];
        if (!_sides.IsEmpty)
        {
            values.AddRange(Sides());
        }

        if (now is not null)
        {
            values.Add(now);
        }

        var shape = (group.Count > 1 ? 1 : 0) | (creates ? 2 : 0) | (_sides.IsEmpty ? 0 : 4) | (plain ? 8 : 0) | (breadth.Rank << 4);
        var statement = _statements[shape] ??= PostgreSqlGroup.Statement(dialect, statements.Now, group.Count > 1, creates, !_sides.IsEmpty, breadth, plain);
        return slot.Command(statement, [.. values]);
    }

    private IEnumerable<object> Rows(IReadOnlyList<SqlWrite> group, bool creates, SqlBreadth breadth)
    {
        var columns = Arrays(breadth.Columns, group.Count);
        var place = new int[group.Count];
        var row = new string[group.Count];
        var expected = new long?[group.Count];
        var fence = new long?[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            var write = group[i];
            place[i] = i;
            row[i] = write.Row;

            // Of what is not there yet none is expected.
            expected[i] = write.Before?.Revision;
            fence[i] = write.Fence;
            SessionColumns.Fill(_row, write, dialect);
            for (var column = 0; column < columns.Length; column++)
            {
                Put(columns[column], i, _row[breadth.Places[column]]);
            }
        }

        return [place, row, expected, fence, .. creates ? Births(group) : [], .. columns];
    }

    private static object[] Births(IReadOnlyList<SqlWrite> group) =>
    [
        group.Select(static write => SqlKeys.SpaceOf(write.View.Partition)).ToArray(),
        group.Select(static write => SqlText.Encode(write.View.Partition)).ToArray(),
        group.Select(static write => write.View.Id).ToArray(),
        group.Select(static write => write.View.Incarnation).ToArray(),
    ];

    private Array[] Events(IReadOnlyList<SqlWrite> group, int count, bool plain)
    {
        var columns = Arrays(plain ? SqlStatements.PlainEventColumns : SqlStatements.EventColumnList, count);
        var next = 0;
        foreach (var write in group)
        {
            foreach (var commit in write.Commits)
            {
                for (var i = 0; i < commit.EventArray.Length; i++)
                {
                    EventColumns.Fill(_event, write.Row, commit, i, dialect);
                    for (var column = 0; column < columns.Length; column++)
                    {
                        Put(columns[column], next, _event[column]);
                    }

                    next++;
                }
            }
        }

        return columns;
    }

    private IEnumerable<object> Sides()
    {
        var state = _sides.StateSet.ConvertAll(static set => JsonScalar.Of(set.Entry.Value));
        var metadata = _sides.MetadataSet.ConvertAll(static set => JsonScalar.Of(set.Value));
        return
        [
            All(_sides.StateSet, static set => set.Row),
            All(_sides.StateSet, static set => SqlText.Encode(set.Name)),
            All(_sides.StateSet, static set => set.Entry.Value.ToString()),
            All(state, static scalar => scalar.Kind),
            All(state, static scalar => scalar.Text),
            All(state, static scalar => scalar.Number),
            All(state, static scalar => scalar.Truth),
            All(_sides.StateSet, static set => set.Entry.Channel.Name),
            All(_sides.StateSet, static set => MicrosecondsOf(set.Entry.AtTicks)),
            All(_sides.StateSet, static set => set.Entry.Version),
            All(_sides.MetadataSet, static set => set.Row),
            All(_sides.MetadataSet, static set => SqlText.Encode(set.Name)),
            All(_sides.MetadataSet, static set => set.Value.ToString()),
            All(metadata, static scalar => scalar.Kind),
            All(metadata, static scalar => scalar.Text),
            All(metadata, static scalar => scalar.Number),
            All(metadata, static scalar => scalar.Truth),
            .. Names(_sides.StateRemoved),
            .. Names(_sides.MetadataRemoved),
            .. Names(_sides.TagsRemoved),
            .. Names(_sides.TagsAdded),
            .. Names(_sides.ChannelsRemoved),
            .. Names(_sides.ChannelsAdded),
        ];
    }

    private static object[] Names(List<(string Row, string Name)> names) =>
        [All(names, static name => name.Row), All(names, static name => SqlText.Encode(name.Name))];

    private static TResult[] All<T, TResult>(List<T> items, Func<T, TResult> select)
    {
        var all = new TResult[items.Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = select(items[i]);
        }

        return all;
    }

    private static Array[] Arrays(ImmutableArray<(string Name, SqlType Type)> columns, int count) => [.. columns.Select(column => column.Type switch
    {
        SqlType.Number => new long?[count],
        SqlType.Double => new double?[count],
        SqlType.Truth => new bool?[count],
        SqlType.Instant => new long?[count],
        _ => (Array)new string?[count],
    })];

    private static long MicrosecondsOf(long ticks) => (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static void Put(Array column, int index, object? value)
    {
        value = value is DBNull ? null : value;
        switch (column)
        {
            case string?[] texts:
                texts[index] = (string?)value;
                break;
            case long?[] numbers:
                numbers[index] = value is DateTimeOffset instant ? MicrosecondsOf(instant.UtcTicks) : (long?)value;
                break;
            case double?[] numbers:
                numbers[index] = (double?)value;
                break;
            case bool?[] truths:
                truths[index] = (bool?)value;
                break;
        }
    }
}
