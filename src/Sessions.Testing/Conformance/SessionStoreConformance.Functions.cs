using System.Collections.Concurrent;
using Xunit;

namespace Sessions.Testing;

// Promise 4, seen from within: the function of an update says what to change, and does nothing else.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_function_that_writes_by_itself_is_refused_and_changes_nothing()
    {
        await CreateAsync();
        await CreateAsync("other");
        (string What, Func<ValueTask> Write)[] writes =
        [
            ("this session", async () => await Manager.SetStateAsync("s", "inner", 1)),
            ("another session", async () => await Manager.SetStateAsync("other", "inner", 1)),
            ("a new session", async () => await Manager.CreateAsync(new NewSession { Id = "new" })),
            ("a touch", async () => await Manager.TouchAsync("s", Channel.Mcp)),
            ("a lease", async () => await Manager.AcquireLeaseAsync("s")),
            ("a release by force", async () => await Manager.ForceReleaseLeaseAsync("s")),
            ("a deletion", async () => await Manager.DeleteAsync("s")),
            ("a deletion by filter", async () => await Manager.DeleteWhereAsync(SessionFilter.All)),
            ("a cleanup", async () => await Manager.CleanUpAsync()),
        ];
        foreach (var (what, write) in writes)
        {
            Exception? refusal = null;
            await Manager.UpdateAsync("s", update =>
            {
                var pending = write();
                refusal = pending.IsFaulted ? pending.AsTask().Exception!.InnerException : null;
                update.SetState(what, true);
            });
            Assert.True(refusal is InvalidOperationException && refusal.Message.Contains("writes nothing itself", StringComparison.Ordinal), $"{what}: {refusal}");
        }

        var view = await ViewAsync();
        Assert.Equal(writes.Select(write => write.What).Order(StringComparer.Ordinal), view.State.Keys);
        Assert.Equal(1 + writes.Length, view.Version);
        Assert.Equal(view.Version, (await EventsAsync()).Count);
        Assert.Equal(1, (await ViewAsync("other")).Version);
        Assert.Null(await Store.FindAsync(Key("new")));
        await Manager.SetStateAsync("s", "after", true);
    }

    [ConformanceFact]
    public async Task A_function_is_run_in_its_own_callers_context_whoever_runs_it()
    {
        await CreateAsync();
        var user = new AsyncLocal<int>();
        var seen = new ConcurrentBag<(int Caller, int Seen)>();
        await Task.WhenAll(Enumerable.Range(1, 16).Select(caller => Task.Run(async () =>
        {
            user.Value = caller;
            for (var i = 0; i < 8; i++)
            {
                ValueTask<Session> pending;

                // Also of one who lets nothing flow to others.
                using (caller % 2 == 0 ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
                {
                    pending = Manager.UpdateAsync("s", update =>
                    {
                        seen.Add((caller, user.Value));
                        update.AppendMessage(NewMessage.User($"{user.Value}"));
                    });
                }

                await pending;
                await Manager.ChangeStateAsync("s", $"{caller}", value =>
                {
                    seen.Add((caller, user.Value));
                    return (value is { } number ? number.ToElement().GetInt32() : 0) + user.Value;
                });
            }
        })));

        Assert.All(seen, run => Assert.Equal(run.Caller, run.Seen));
        var view = await ViewAsync();
        Assert.All(Enumerable.Range(1, 16), caller => Assert.Equal(8 * caller, view.State[$"{caller}"].Value));
        Assert.Equal(1 + (16 * 8 * 2), view.Version);
    }

    [ConformanceFact]
    public async Task So_is_one_that_changes_a_single_key()
    {
        await CreateAsync();
        await RefusedAsync<InvalidOperationException>(() => Manager.ChangeStateAsync("s", "outer", _ =>
        {
            Manager.SetStateAsync("s", "inner", 1).AsTask().GetAwaiter().GetResult();
            return 2;
        }));
        Assert.Equal(1, (await ViewAsync()).Version);
        Assert.Equal(2, (await Manager.SetStateAsync("s", "after", 1)).Version);
    }
}
