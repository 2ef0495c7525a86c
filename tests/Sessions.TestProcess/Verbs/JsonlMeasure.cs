using System.Diagnostics;
using Sessions.Events;
using Sessions.Serialization;
using Sessions.Stores;
using Sessions.Stores.Jsonl;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>jsonl-measure DIRECTORY</c>: what the JSONL store costs beside the bare work, interleaved, medians. Run it in a release build.
/// </summary>
internal sealed class JsonlMeasure : IVerb
{
    private const int Rounds = 9;
    private const int Count = 20_000;

    private static readonly string Text = new('x', 200);
    private static readonly SessionKey Key = new("s");

    public string Name => "jsonl-measure";

    public async Task<int> RunAsync(string[] arguments)
    {
        var root = Directory.CreateDirectory(arguments[0]).FullName;
        await using var store = new JsonlStore(Path.Combine(root, "store"));
        await using var flushing = new JsonlStore(Path.Combine(root, "flushing"), new JsonlStoreOptions { FlushToDisk = true });
        await CreateAsync(store, Key);
        await CreateAsync(flushing, Key);
        using var bare = File.OpenHandle(Path.Combine(root, "bare"), FileMode.Create, FileAccess.ReadWrite);
        (string Name, Func<Task<double>> Run)[] parts =
        [
            ("bare: serialize and RandomAccess.Write", () => Task.FromResult(Bare(bare))),
            ("commit, one caller", () => CommitAsync(store, 1, Count)),
            ("commit, 16 callers on one session", () => CommitAsync(store, 16, Count)),
            ("view, warm", () => ReadAsync(Count, async () => await store.FindAsync(Key))),
            ("newest 50, unchanged", () => ReadAsync(Count, async () => await store.ReadMessagesAsync(Key, MessageRange.Newest("main", 50)))),
            ("bare: flush each", () => Task.FromResult(BareFlush(bare))),
            ("commit with flush, 64 callers", () => CommitAsync(flushing, 64, 6400)),
        ];
        var figures = parts.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                figures[part].Add(await parts[part].Run());
            }
        }

        for (var part = 0; part < parts.Length; part++)
        {
            figures[part].Sort();
            var rate = figures[part][Rounds / 2];
            Console.WriteLine($"{parts[part].Name,-40} {rate,12:n0}/s {1e9 / rate,10:n0} ns   best {figures[part][^1],12:n0}/s");
        }

        return 0;
    }

    private static async Task CreateAsync(JsonlStore store, SessionKey key) =>
        await new SessionManager(store).CreateAsync(new NewSession { Id = key.Id, IdleTimeout = null });

    private static double Bare(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        var writer = new LineWriter();
        var position = 0L;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
        {
            writer.Clear();
            var change = new MessageAppended(new Message("main", MessageRole.User, Text, null, null, null));
            CommitJson.WriteLine(writer, new Commit(CommitId.New(), i + 1, DateTime.UnixEpoch.Ticks, Channel.Default, [change]));
            RandomAccess.Write(file, writer.Written, position);
            position += writer.Length;
        }

        return Count / watch.Elapsed.TotalSeconds;
    }

    private static double BareFlush(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            RandomAccess.Write(file, new byte[300], i * 300);
            RandomAccess.FlushToDisk(file);
        }

        return 100 / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> CommitAsync(JsonlStore store, int callers, int count)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / callers; i++)
            {
                await store.CommitAsync(Key, static (_, _) => new Decision(
                    [new MessageAppended(new Message("main", MessageRole.User, Text, null, null, null))]));
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ReadAsync(int count, Func<Task> read)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await read();
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
