using BenchmarkDotNet.Attributes;
using Sessions.Benchmarks.Quick;
using Sessions.Stores.InMemory;

namespace Sessions.Benchmarks.Detailed;

/// <summary>The in-memory store on one session, by the length of its history.</summary>
[MemoryDiagnoser]
public class InMemoryBenchmarks
{
    private const string Id = "session";
    private SessionManager _manager = null!;

    [Params(10, 1000, 100_000)]
    public int Messages { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _manager = new SessionManager(new InMemoryStore()).Begin(Id, Messages);
        _manager.SetStateAsync(Id, "key", 1).Now();
    }

    [Benchmark]
    public Session Commit() => _manager.AppendMessageAsync(Id, Sample.Message).Now();

    [Benchmark]
    public Session View() => _manager.GetAsync(Id).Now();

    [Benchmark]
    public IReadOnlyList<Message> Newest50() => _manager.ReadNewestMessagesAsync(Id, 50).Now();

    [Benchmark]
    public Session MergeState() => _manager.SetStateAsync(Id, "key", 2).Now();
}
