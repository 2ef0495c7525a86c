using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <summary>Looks up what an entry's memory was asked and did not know.</summary>
    /// <returns>Whether it knows now; not where the session is something else by now.</returns>
    private async ValueTask<bool> LearnAsync(SqlEntry entry, SqlKnown known)
    {
        var memory = entry.Memory;
        var version = known.View.Version;
        if (memory.LacksKeys || !memory.HasGround)
        {
            var learned = await RunAsync(_connections, slot => LearnAsync(slot, entry.Row, memory, version), CancellationToken.None).ConfigureAwait(false);
            if (learned.Revision != known.Revision)
            {
                return false;
            }

            if (!memory.IsProvenBy(learned.Known))
            {
                entry.ForgetMemory();
                return true;
            }

            var newest = learned.Newest ?? throw new SessionDamagedException(
                entry.Key.Id, $"table session_events, session \"{entry.Row}\"", $"The event of version {version}, the newest, is missing.");
            memory.Learn(known, newest, memory.LacksKeys ? learned.Keys : null);
        }

        foreach (var id in memory.UnknownLinks)
        {
            // One that came behind the view is not of it.
            var at = await RunAsync(
                _connections,
                slot => new ValueTask<object?>(slot.Command(_statements.LinkedAt, entry.Row, SqlText.Encode(id)).ExecuteScalarAsync(CancellationToken.None)),
                CancellationToken.None).ConfigureAwait(false);
            memory.LearnLink(id, at is long linkedAt && linkedAt <= version);
        }

        return true;
    }

    private async ValueTask<Learned> LearnAsync(SqlConnectionSlot slot, string row, SqlMemory memory, long version)
    {
        var wanted = memory.LacksKeys ? (long)ICommitMemory.Capacity : 0;
        var command = slot.Command(_statements.Learn, row, memory.Newest, version, memory.KeysThrough, wanted);
        var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        var learned = new Learned(0, null, null, []);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var (part, number) = (reader.GetInt32(0), reader.GetInt64(2));
            switch (part)
            {
                case 0:
                    learned = learned with { Revision = number };
                    break;
                case 1:
                    var commit = CommitId.Parse(reader.GetString(1));
                    learned = learned with
                    {
                        Known = number == memory.Newest ? commit : learned.Known,
                        Newest = number == version ? commit : learned.Newest,
                    };
                    break;
                default:
                    var hash = reader.IsDBNull(3) ? default : EventReading.Hex(reader.GetString(3));
                    learned.Keys.Add((SqlText.Decode(reader.GetString(1)), new KeyedCommit(number, hash)));
                    break;
            }
        }

        // No engine promises the order of what was put together.
        learned.Keys.Sort(static (left, right) => left.Commit.Version.CompareTo(right.Commit.Version));
        return learned;
    }

    /// <param name="Revision">The revision at which all of it is so.</param>
    /// <param name="Known">The commit that made the newest version that was known before.</param>
    /// <param name="Newest">The commit that made the version that was asked for.</param>
    /// <param name="Keys">Those of the newest keyed commits.</param>
    private readonly record struct Learned(long Revision, CommitId? Known, CommitId? Newest, List<(string Key, KeyedCommit Commit)> Keys);
}
