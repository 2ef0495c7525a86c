using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.Jsonl;

/// <summary>A disk that fails to flush: whoever waits hears of it, and nothing that was answered is lost.</summary>
public sealed class FailedFlushTests(ITestOutputHelper output) : JsonlTestBase
{
    private static readonly JsonlStoreOptions Flushing = new() { FlushToDisk = true };

    private Func<string, bool> _fails = static _ => false;

    [Fact]
    public async Task The_caller_hears_of_it_and_the_session_is_read_again()
    {
        var store = OpenFailing();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("before"));
        _fails = path => path == LogOf("s");
        var append = async () => await manager.AppendMessageAsync("s", NewMessage.User("unknown"));
        var error = (await append.Should().ThrowAsync<SessionStoreUnavailableException>()).Which;
        error.Message.Should().Contain(LogOf("s")).And.Contain("could not be flushed to disk: The disk failed.").And.Contain("read the session again");
        error.InnerException.Should().BeOfType<IOException>();

        _fails = static _ => false;
        var read = await store.FindAsync(new SessionKey("s"));
        (await manager.AppendMessageAsync("s", NewMessage.User("after"))).Version.Should().Be(read!.Version + 1);
        (await ContentsAsync(manager)).Should().StartWith("before").And.EndWith("after");
        (await ContentsAsync(Manage(Open()))).Should().Equal(await ContentsAsync(manager));
    }

    [Fact]
    public async Task What_is_read_after_it_comes_from_the_file_and_not_from_memory()
    {
        var store = OpenFailing();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        _fails = static _ => true;
        var append = async () => await manager.AppendMessageAsync("s", NewMessage.User("unknown"));
        await append.Should().ThrowAsync<SessionStoreUnavailableException>();

        // As a system does that drops what it could not write: the line is gone from the file as well.
        var lines = await File.ReadAllLinesAsync(LogOf("s"));
        await File.WriteAllTextAsync(LogOf("s"), string.Join('\n', lines[..^1]) + "\n");
        _fails = static _ => false;
        (await manager.GetAsync("s")).Version.Should().Be(1);
        (await manager.AppendMessageAsync("s", NewMessage.User("after"))).Version.Should().Be(2);
        (await ContentsAsync(manager)).Should().Equal("after");
    }

    [Fact]
    public async Task A_creation_can_be_repeated()
    {
        var manager = Manage(OpenFailing());
        _fails = static path => path.EndsWith("s.jsonl", StringComparison.Ordinal);
        var create = async () => await manager.CreateAsync(new NewSession { Id = "s" }, new CommitOptions { IdempotencyKey = "k" });
        await create.Should().ThrowAsync<SessionStoreUnavailableException>();
        _fails = static _ => false;
        (await create()).Version.Should().Be(1);
        (await Manage(Open()).GetAsync("s")).Version.Should().Be(1);
    }

    [Fact]
    public async Task A_deletion_leaves_a_session_that_is_whole_or_gone()
    {
        var store = OpenFailing();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        _fails = path => path == LogOf("s");
        Func<Task>[] calls =
        [
            async () => await manager.DeleteAsync("s"),
            async () => await manager.TouchAsync("s", Channel.Cli),
            async () => await manager.SetStateAsync("s", "a", 1),
        ];
        foreach (var call in calls)
        {
            await Record.ExceptionAsync(call);
        }

        _fails = static _ => false;
        var delete = async () => await manager.DeleteAsync("s");
        await delete.Should().NotThrowAsync();
        (await manager.FindAsync("s")).Should().BeNull();
        (await manager.CreateAsync(new NewSession { Id = "s" })).Version.Should().Be(1);
        Events.Damages.Should().Be(0);
    }

    [Fact]
    public async Task Of_many_callers_each_gets_an_answer_and_what_was_answered_is_there_once()
    {
        const int Callers = 16;
        const int Each = 100;
        var random = new Random(TestSeed.Next(output));
        var manager = Manage(OpenFailing());
        await manager.CreateAsync(new NewSession { Id = "s" });
        _fails = _ =>
        {
            lock (random)
            {
                return random.Next(3) == 0;
            }
        };
        using var over = new CancellationTokenSource();
        var reading = ReadAsync(manager, over.Token);
        var failures = 0;
        var calling = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                while (!await TryAsync($"{caller}-{i}"))
                {
                    Interlocked.Increment(ref failures);
                }
            }
        })));
        await calling.WaitAsync(TimeSpan.FromMinutes(2));
        await over.CancelAsync();
        await reading;
        output.WriteLine($"{failures} answers were failures.");
        failures.Should().BePositive();
        _fails = static _ => false;
        foreach (var each in (SessionManager[])[manager, Manage(Open())])
        {
            var contents = await ContentsAsync(each);
            contents.Should().HaveCount(Callers * Each).And.OnlyHaveUniqueItems();
            (await each.GetAsync("s")).Version.Should().Be(1 + (Callers * Each));
        }

        Events.Damages.Should().Be(0);

        async Task<bool> TryAsync(string content)
        {
            try
            {
                await manager.AppendMessageAsync("s", NewMessage.User(content), new CommitOptions { IdempotencyKey = content });
                return true;
            }
            catch (SessionStoreUnavailableException)
            {
                return false;
            }
        }
    }

    private static async Task ReadAsync(SessionManager manager, CancellationToken over)
    {
        var version = 0L;
        while (!over.IsCancellationRequested)
        {
            var view = await Task.Run(async () => await manager.Store.FindAsync(new SessionKey("s")), CancellationToken.None);
            view!.Version.Should().BeGreaterThanOrEqualTo(version);
            version = view.Version;
            (await manager.ReadNewestMessagesAsync("s", cancellationToken: CancellationToken.None)).Should().OnlyHaveUniqueItems();
        }
    }

    private JsonlStore OpenFailing()
    {
        Events.OnFlush += path =>
        {
            if (_fails(path))
            {
                throw new IOException("The disk failed.");
            }
        };
        return Open(Flushing);
    }
}
