using System.Globalization;
using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>
/// Whole files of a store with real sessions are spoilt in every way: opening gives what is whole, or the one error that names
/// file and line; other sessions do not notice, and what is damaged is left as it is.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class JsonlFuzzTests(ITestOutputHelper output) : StoreDirectory
{
    private const int Sessions = 28;
    private static readonly int s_rounds = TestSeed.Long ? 200 : 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_spoilt_log_reads_whole_or_says_where_it_is_damaged()
    {
        var random = new Random(TestSeed.Next(output));
        var originals = await WriteAsync(random);
        var pristine = Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        var outcomes = new SortedDictionary<string, int>();
        for (var round = 0; round < s_rounds; round++)
        {
            Restore(pristine);
            var cases = new List<FuzzCase>();
            foreach (var original in originals)
            {
                var kind = random.Next(4) == 0 ? "nothing" : LogMutation.Kinds[random.Next(LogMutation.Kinds.Count)];
                var spoilt = kind == "nothing" ? original.Bytes : LogMutation.Apply(kind, original.Bytes, random);
                await File.WriteAllBytesAsync(original.Path, spoilt);
                cases.Add(new FuzzCase(original, kind, spoilt));
            }

            await using var store = new JsonlStore(Store);
            foreach (var spoilt in cases)
            {
                string outcome;
                try
                {
                    outcome = await spoilt.JudgeAsync(store).WaitAsync(s_patience);
                }
                catch (Exception error)
                {
                    await File.WriteAllBytesAsync(Path.Combine(Path.GetTempPath(), "sessions-fuzz-failure.jsonl"), spoilt.Bytes);
                    throw new InvalidOperationException(
                        string.Create(CultureInfo.InvariantCulture, $"Round {round}, {spoilt.Kind} of {spoilt.Original.Id}: {error.Message}"), error);
                }

                outcomes[$"{spoilt.Kind}: {outcome}"] = outcomes.GetValueOrDefault($"{spoilt.Kind}: {outcome}") + 1;
            }

            await ListAsync(store, cases).WaitAsync(s_patience);
        }

        foreach (var (outcome, count) in outcomes)
        {
            output.WriteLine($"{count,6} {outcome}");
        }

        outcomes.Keys.Should().Contain("nothing: whole").And.Contain(key => key.EndsWith("damaged")).And.Contain(key => key.EndsWith("torn"));
    }

    private static async Task ListAsync(JsonlStore store, List<FuzzCase> cases)
    {
        var listed = new List<string>();
        var cursor = default(string);
        do
        {
            var page = await store.QueryAsync(new SessionQuery { Limit = 10, Cursor = cursor });
            listed.AddRange(page.Sessions.Select(session => session.Id));
            listed.AddRange(page.Unreadable.Select(damage => damage.SessionId));
            cursor = page.Next;
        }
        while (cursor is not null);

        listed.Should().OnlyHaveUniqueItems();
        cases.Where(spoilt => spoilt.IsWhole).Select(spoilt => spoilt.Original.Id).Should().BeSubsetOf(listed);
    }

    private void Restore(Dictionary<string, byte[]> pristine)
    {
        foreach (var path in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Where(path => !pristine.ContainsKey(path)))
        {
            File.Delete(path);
        }

        foreach (var (path, bytes) in pristine)
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    private async Task<List<FuzzOriginal>> WriteAsync(Random random)
    {
        var ids = Enumerable.Range(0, Sessions).Select(i => string.Create(CultureInfo.InvariantCulture, $"fuzz-{i}")).ToList();
        await using (var store = new JsonlStore(Store))
        {
            var manager = new SessionManager(store);
            for (var i = 0; i < Sessions; i++)
            {
                await FillAsync(manager, ids[i], random, large: i % 7 == 0);
            }
        }

        var originals = new List<FuzzOriginal>();
        await using (var store = new JsonlStore(Store))
        {
            foreach (var id in ids)
            {
                var view = await store.FindAsync(new SessionKey("", id));
                var log = await store.ReadLogAsync(new SessionKey("", id), 0, int.MaxValue);
                var path = Path.Combine(Store, "sessions", $"{id}.jsonl");
                originals.Add(new FuzzOriginal(id, path, await File.ReadAllBytesAsync(path), view!, log!.Commits));
            }
        }

        return originals;
    }

    private static async Task FillAsync(SessionManager manager, string id, Random random, bool large)
    {
        await manager.CreateAsync(new NewSession { Id = id, NoIdleTimeout = true, Tags = ["a"], Purpose = "to be spoilt" }, Channel.Api);
        for (var commits = large ? 120 : random.Next(1, 25); commits > 0; commits--)
        {
            await manager.UpdateAsync(
                id,
                update => update
                    .AppendMessage(NewMessage.User($"{commits} {new string('m', large ? 2000 : random.Next(200))}"), commits % 3 == 0 ? "side" : Chat.Main)
                    .SetState($"key-{commits % 5}", commits),
                new CommitOptions { Channel = Channel.Cli, IdempotencyKey = commits % 4 == 0 ? $"key-{commits}" : null });
            switch (random.Next(6))
            {
                case 0:
                    await manager.LinkInvocationAsync(id, new Invocation($"{id}-{commits}", "tool"));
                    break;
                case 1:
                    await manager.TouchAsync(id, Channel.Mcp);
                    break;
                case 2:
                    await (await manager.AcquireLeaseAsync(id)).DisposeAsync();
                    break;
            }
        }
    }
}
