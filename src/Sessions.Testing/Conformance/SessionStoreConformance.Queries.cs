using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Lists: filters whose parts must all hold, orders, and cursors that stay put while others write.
public abstract partial class SessionStoreConformance
{
    private async Task<List<string>> ListAsync(SessionFilter? filter = null, SessionOrder order = SessionOrder.Id, int limit = 100)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Manager.ListAsync(filter, order, limit, cursor);
            Assert.InRange(page.Sessions.Count, page.Next is null ? 0 : limit, limit);
            ids.AddRange(page.Sessions.Select(session => session.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return ids;
    }

    [ConformanceFact]
    public async Task All_that_a_filter_sets_must_hold()
    {
        var start = Time.GetUtcNow();
        await Manager.CreateAsync(new NewSession { Id = "a", UserId = "u", Tags = ["x", "y"], Metadata = new Dictionary<string, JsonText> { ["m"] = 1 } }, Channel.Api);
        Time.Advance(Minute);
        await Manager.CreateAsync(new NewSession { Id = "b", UserId = "u", Tags = ["y"], Metadata = new Dictionary<string, JsonText> { ["m"] = "1" } }, Channel.Cli);
        Time.Advance(Minute);
        await Manager.CreateAsync(new NewSession { Id = "c", Tags = ["z"] }, Channel.Api);
        await Manager.CompleteAsync("b", options: Channel.Cli);

        await AssertAsync(new SessionFilter(), "a", "b", "c");
        await AssertAsync(new SessionFilter { UserId = "u" }, "a", "b");
        await AssertAsync(new SessionFilter { Statuses = [SessionStatus.Completed, SessionStatus.Failed] }, "b");
        await AssertAsync(new SessionFilter { AnyTags = ["x", "z"] }, "a", "c");
        await AssertAsync(new SessionFilter { AllTags = ["x", "y"] }, "a");
        await AssertAsync(new SessionFilter { Channel = Channel.Api }, "a", "c");
        await AssertAsync(new SessionFilter { CreatedFrom = start + Minute, CreatedBefore = start + (Minute * 2) }, "b");
        await AssertAsync(new SessionFilter { UpdatedFrom = start + (Minute * 2) }, "b", "c");
        await AssertAsync(new SessionFilter { UpdatedBefore = start + Minute }, "a");
        await AssertAsync(new SessionFilter { Metadata = new Dictionary<string, JsonText> { ["m"] = 1 } }, "a");
        await AssertAsync(new SessionFilter { UserId = "u", AnyTags = ["y"], Statuses = [SessionStatus.Active] }, "a");
        await AssertAsync(new SessionFilter { UserId = "u", AnyTags = ["z"] });
        await AssertAsync(new SessionFilter { Statuses = [] });

        async Task AssertAsync(SessionFilter filter, params string[] ids)
        {
            Assert.Equal(ids, await ListAsync(filter));
            Assert.Equal(ids.Length, await Manager.CountAsync(filter));
        }
    }

    [ConformanceFact]
    public async Task Each_order_is_kept_over_pages_of_any_size()
    {
        for (var i = 0; i < 12; i++)
        {
            await CreateAsync($"s{i:00}");
            Time.Advance(i % 3 == 0 ? TimeSpan.Zero : Minute);
        }

        foreach (var i in (int[])[3, 7, 3, 0])
        {
            await Manager.SetStateAsync($"s{i:00}", "a", 1);
        }

        var sessions = (await Manager.ListAsync(limit: 1000)).Sessions;
        var orders = new Dictionary<SessionOrder, IEnumerable<Session>>
        {
            [SessionOrder.NewestUpdated] = sessions.OrderByDescending(session => session.UpdatedAt).ThenBy(session => session.Id, StringComparer.Ordinal),
            [SessionOrder.OldestUpdated] = sessions.OrderBy(session => session.UpdatedAt).ThenBy(session => session.Id, StringComparer.Ordinal),
            [SessionOrder.NewestCreated] = sessions.OrderByDescending(session => session.CreatedAt).ThenBy(session => session.Id, StringComparer.Ordinal),
            [SessionOrder.OldestCreated] = sessions.OrderBy(session => session.CreatedAt).ThenBy(session => session.Id, StringComparer.Ordinal),
            [SessionOrder.Id] = sessions.OrderBy(session => session.Id, StringComparer.Ordinal),
        };
        foreach (var (order, expected) in orders)
        {
            foreach (var limit in (int[])[1, 5, 6, 12, 100])
            {
                Assert.Equal(expected.Select(session => session.Id), await ListAsync(order: order, limit: limit));
            }
        }
    }

    [ConformanceFact]
    public async Task A_cursor_stays_put_while_others_create_and_delete()
    {
        for (var i = 0; i < 20; i++)
        {
            await CreateAsync($"s{i:00}");
            Time.Advance(Tick);
        }

        var first = await Manager.ListAsync(order: SessionOrder.NewestCreated, limit: 5);
        Assert.Equal(["s19", "s18", "s17", "s16", "s15"], first.Sessions.Select(session => session.Id));
        await CreateAsync("new");
        await Manager.DeleteAsync("s15");
        await Manager.DeleteAsync("s14");
        var second = await Manager.ListAsync(order: SessionOrder.NewestCreated, limit: 5, cursor: first.Next);
        Assert.Equal(["s13", "s12", "s11", "s10", "s09"], second.Sessions.Select(session => session.Id));
    }

    [ConformanceFact]
    public async Task A_walk_sees_each_session_once_while_others_write()
    {
        for (var i = 0; i < 60; i++)
        {
            await CreateAsync($"s{i:00}");
        }

        var done = false;
        await TogetherAsync(2, async task =>
        {
            if (task == 0)
            {
                for (var i = 0; !Volatile.Read(ref done) || i < 30; i++)
                {
                    await CreateAsync($"t{i}");
                    await Manager.SetStateAsync($"s{i % 60:00}", "a", i);
                    await Manager.DeleteAsync($"t{i}");
                }

                return;
            }

            for (var i = 0; i < 5; i++)
            {
                var walked = (await ListAsync(order: SessionOrder.OldestCreated, limit: 7)).Where(id => id[0] == 's').ToList();
                Assert.Equal(60, walked.Count);
                Assert.Equal(60, walked.Distinct().Count());
            }

            Volatile.Write(ref done, true);
        });
    }

    [ConformanceFact]
    public async Task A_cursor_of_another_order_or_of_no_list_is_refused()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        var cursor = (await Manager.ListAsync(order: SessionOrder.Id, limit: 1)).Next;
        Assert.NotNull(cursor);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Manager.ListAsync(order: SessionOrder.NewestCreated, cursor: cursor));
        foreach (var wrong in (string[])["", "x", "!!!", cursor[..^4], "AAAA" + cursor])
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Manager.ListAsync(order: SessionOrder.NewestCreated, cursor: wrong));
        }
    }

    [ConformanceTheory]
    [InlineData(SessionOrder.Id)]
    [InlineData(SessionOrder.OldestCreated)]
    [InlineData(SessionOrder.NewestUpdated)]
    public async Task A_forged_cursor_is_refused_whatever_is_in_it(SessionOrder order)
    {
        await CreateAsync("a");
        await CreateAsync("b");
        var good = order is SessionOrder.Id ? 0 : Time.GetUtcNow().UtcTicks;
        var random = new byte[40];
        new Random(20).NextBytes(random);
        byte[][] forged =
        [
            [], [1], random,
            Forge(order, -1), Forge(order, long.MinValue), Forge(order, long.MaxValue), Forge(order, DateTime.MaxValue.Ticks + 1),
            Forge(order, good + 1), Forge(order, good, format: 2), Forge((SessionOrder)200, good),
            Forge(order, good, id: ""), Forge(order, good, id: new string('x', 129)), Forge(order, good, id: new string('x', 70_000)),
            Forge(order, good, id: ".a"), Forge(order, good, id: "a/b"), Forge(order, good, id: "a\0"), Forge(order, good, id: "\uFDD0"),
            Forge(order, good, partition: "forged"), Forge(order, good, partition: "\0"), Forge(order, good, partitionLength: 1),
            Forge(order, good, partitionLength: ushort.MaxValue), Forge(order, good)[..^1], [.. Forge(order, good), 0xFF],
        ];
        foreach (var bytes in forged)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Manager.ListAsync(order: order, cursor: Base64Url.EncodeToString(bytes)));
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.QueryAsync(
            new SessionQuery { Partition = null, Order = order, Cursor = Base64Url.EncodeToString([.. Forge(order, good, partition: "")[..10], 1, 0, 0xFF, (byte)'a']) }));
    }

    [ConformanceTheory]
    [InlineData(SessionOrder.Id)]
    [InlineData(SessionOrder.OldestCreated)]
    [InlineData(SessionOrder.NewestUpdated)]
    public async Task An_altered_cursor_is_refused_or_is_another_place(SessionOrder order)
    {
        await CreateAsync("a");
        await CreateAsync("b");
        var cursor = Base64Url.DecodeFromChars((await Manager.ListAsync(order: order, limit: 1)).Next);
        foreach (var partition in (string?[])["", null])
        {
            for (var place = 0; place < cursor.Length * 8; place += 3)
            {
                byte[] altered = [.. cursor];
                altered[place / 8] ^= (byte)(1 << (place % 8));
                var query = new SessionQuery { Partition = partition, Order = order, Cursor = Base64Url.EncodeToString(altered) };
                try
                {
                    Assert.InRange((await Store.QueryAsync(query)).Sessions.Count, 0, 2);
                }
                catch (ArgumentException error)
                {
                    Assert.Equal(typeof(ArgumentException), error.GetType());
                }
            }
        }
    }

    /// <summary>A cursor as the library's own stores write them: to a store that has another form it is none at all.</summary>
    private static byte[] Forge(SessionOrder order, long instant, string id = "a", string partition = "", int? partitionLength = null, byte format = 1)
    {
        var names = Encoding.UTF8.GetBytes(partition + id);
        var bytes = new byte[12 + names.Length];
        bytes[0] = format;
        bytes[1] = (byte)order;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), instant);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)(partitionLength ?? Encoding.UTF8.GetByteCount(partition)));
        names.CopyTo(bytes, 12);
        return bytes;
    }

    [ConformanceFact]
    public async Task A_list_over_all_partitions_orders_equal_instants_by_partition_and_id()
    {
        await Manager.ForPartition("q").CreateAsync(new NewSession { Id = "a" });
        await Manager.ForPartition("p").CreateAsync(new NewSession { Id = "b" });
        await CreateAsync("c");
        await Manager.ForPartition("p").CreateAsync(new NewSession { Id = "a" });
        var keys = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Store.QueryAsync(new SessionQuery { Partition = null, Order = SessionOrder.NewestUpdated, Limit = 1, Cursor = cursor });
            keys.AddRange(page.Sessions.Select(session => session.Key.ToString()));
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(new SessionKey[] { Key("c"), new("p", "a"), new("p", "b"), new("q", "a") }.OrderBy(key => key.Partition, StringComparer.Ordinal).Select(key => key.ToString()), keys);
    }

    [ConformanceTheory]
    [InlineData(SessionOrder.Id)]
    [InlineData(SessionOrder.OldestCreated)]
    [InlineData(SessionOrder.NewestUpdated)]
    public async Task Pages_over_all_partitions_leave_none_out_whatever_their_names(SessionOrder order)
    {
        string[] partitions = ["a", "Z", "\0", "\0a", "\u0001", "\u0001\u0002", "\u0002", "\0\u0002", "\uFFFE", "\uFFFF", "\uD7FF", "\uE000", "\uFDCF", "\uFDD0", "\uFDD1", "\U0001F600"];
        foreach (var partition in partitions)
        {
            await Manager.ForPartition(partition).CreateAsync(new NewSession { Id = "s" });
        }

        var found = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Store.QueryAsync(new SessionQuery { Partition = null, Order = order, Limit = 1, Cursor = cursor });
            found.AddRange(page.Sessions.Select(session => session.Partition));
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(partitions.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
