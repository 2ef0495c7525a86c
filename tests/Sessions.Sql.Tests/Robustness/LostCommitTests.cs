using FluentAssertions;
using Sessions.Sql.Tests.Schema;
using Sessions.Stores;
using Sessions.TestProcess;
using Sessions.Testing;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>
/// A database may lose what it had shown already: a replica takes over that was behind, or the server crashes and had not
/// waited for the disk. What a process knows of that must not reach what is written in its place.
/// </summary>
/// <param name="engine">The engine.</param>
public abstract class LostCommitTests(string engine)
{
    private const int Rounds = 150;

    [ConformanceFact]
    public async Task Messages_follow_those_that_are_there()
    {
        await using var at = await Places.CreateAsync(engine);
        await at.Here.AppendMessageAsync("s", NewMessage.User("first"));
        var saved = await SavedTables.SaveAsync(at.Database);
        await at.There.AppendMessageAsync("s", NewMessage.User("lost"));
        (await ContentsAsync(at.Here)).Should().Equal("first", "lost");
        (await at.Here.GetAsync("s")).Version.Should().Be(3);
        await saved.RestoreAsync();

        // As many writes as were lost, so that only what they were can tell.
        await at.OpenAnother().SetStateAsync("s", "key", "kept");
        (await ContentsAsync(at.Here)).Should().Equal("first");
        await at.Here.AppendMessageAsync("s", NewMessage.User("second"));
        (await ContentsAsync(at.Here)).Should().Equal("first", "second");
        await ShouldAgreeAsync(at);
    }

    [ConformanceFact]
    public async Task Nothing_is_written_on_what_was_lost()
    {
        await using var at = await Places.CreateAsync(engine);
        var saved = await SavedTables.SaveAsync(at.Database);
        await at.Here.SetStateAsync("s", "lost", "here");
        await saved.RestoreAsync();
        await at.OpenAnother().SetStateAsync("s", "kept", "there");
        var view = await at.Here.AppendMessageAsync("s", NewMessage.User("hello"));
        view.State.Keys.Should().Equal("kept");
        await ShouldAgreeAsync(at);
    }

    [ConformanceFact]
    public async Task A_key_whose_commit_was_lost_is_free_again()
    {
        await using var at = await Places.CreateAsync(engine);
        var keyed = new CommitOptions { IdempotencyKey = "k" };
        var saved = await SavedTables.SaveAsync(at.Database);
        await at.There.AppendMessageAsync("s", NewMessage.User("hello"), keyed);
        (await at.Here.AppendMessageAsync("s", NewMessage.User("hello"), keyed)).Messages.Total.Should().Be(1);
        await saved.RestoreAsync();
        await at.OpenAnother().SetStateAsync("s", "key", "kept");
        (await at.Here.AppendMessageAsync("s", NewMessage.User("hello"), keyed)).Messages.Total.Should().Be(1);
        (await ContentsAsync(at.Here)).Should().Equal("hello");
        (await at.Here.AppendMessageAsync("s", NewMessage.User("hello"), keyed)).Messages.Total.Should().Be(1);
        await ShouldAgreeAsync(at);
    }

    [ConformanceFact]
    public async Task A_link_that_was_lost_can_be_made_again()
    {
        await using var at = await Places.CreateAsync(engine);
        var saved = await SavedTables.SaveAsync(at.Database);
        await at.There.LinkInvocationAsync("s", new Invocation("i", "tool"));
        (await at.Here.LinkInvocationAsync("s", new Invocation("i", "tool"))).Invocations.Count.Should().Be(1);
        await saved.RestoreAsync();
        await at.OpenAnother().SetStateAsync("s", "key", "kept");
        (await at.Here.LinkInvocationAsync("s", new Invocation("i", "tool"))).Invocations.Count.Should().Be(1);
        (await at.Here.GetAsync("s")).Version.Should().Be(3);
        await ShouldAgreeAsync(at);
    }

    [ConformanceFact]
    public async Task A_conversation_that_was_cleared_elsewhere_is_cleared_there()
    {
        await using var at = await Places.CreateAsync(engine);
        await at.Here.AppendMessagesAsync("s", [NewMessage.User("1"), NewMessage.User("2")]);
        var saved = await SavedTables.SaveAsync(at.Database);
        await at.There.AppendMessageAsync("s", NewMessage.User("lost"));
        await at.There.ClearConversationAsync("s");
        (await ContentsAsync(at.Here)).Should().BeEmpty();
        await saved.RestoreAsync();
        var another = at.OpenAnother();
        await another.ClearConversationAsync("s");
        await another.AppendMessageAsync("s", NewMessage.User("3"));
        (await ContentsAsync(at.Here)).Should().Equal("3");
        await ShouldAgreeAsync(at);
    }

    [ConformanceTheory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task Whatever_is_lost_what_is_there_agrees(int? given)
    {
        var seed = given ?? Random.Shared.Next();
        var random = new Random(seed);
        await using var at = await Places.CreateAsync(engine);
        SavedTables? saved = null;
        for (var round = 0; round < Rounds; round++)
        {
            switch (random.Next(8))
            {
                case 0:
                    saved = await SavedTables.SaveAsync(at.Database);
                    break;
                case 1 when saved is not null:
                    await saved.RestoreAsync();
                    break;
                default:
                    await ChangeAsync(random.Next(2) == 0 ? at.Here : at.There, random);
                    break;
            }

            // To look is to learn what is there, so not each time.
            if (random.Next(4) == 0 || round == Rounds - 1)
            {
                await ShouldAgreeAsync(at, $"that is round {round} of seed {seed}");
            }
        }
    }

    private static async Task ChangeAsync(SessionManager manager, Random random)
    {
        var number = random.Next(5);
        switch (random.Next(6))
        {
            case 0:
                await manager.SetStateAsync("s", $"key-{number}", number);
                break;
            case 1:
                await manager.AppendMessageAsync("s", NewMessage.User($"keyed {number}"), new CommitOptions { IdempotencyKey = $"k-{number}" });
                break;
            case 2:
                await manager.LinkInvocationAsync("s", new Invocation($"i-{number}", "tool"));
                break;
            case 3 when number == 0:
                await manager.ClearConversationAsync("s");
                break;
            default:
                await manager.AppendMessageAsync("s", NewMessage.User($"plain {number}"));
                break;
        }
    }

    /// <summary>The view is what the log comes to, and every store reads the one and the other.</summary>
    private static async Task ShouldAgreeAsync(Places at, string because = "")
    {
        var key = new SessionKey("s");
        await using var fresh = at.Database.Open();
        var view = (await fresh.FindAsync(key))!;
        var log = (await fresh.ReadLogAsync(key, 0, 1000))!;
        log.Commits.SelectMany(static commit => Enumerable.Range(0, commit.Events.Count).Select(i => commit.FirstVersion + i))
            .Should().Equal(Enumerable.Range(1, (int)view.Version).Select(static version => (long)version), because);
        Session? folded = null;
        foreach (var commit in log.Commits)
        {
            folded = Fold.Apply(key, folded, commit);
        }

        Json(view).Should().Be(Json(folded!), because);
        var messages = await ContentsAsync(new SessionManager(fresh));
        foreach (var manager in new[] { at.Here, at.There })
        {
            Json(await manager.GetAsync("s")).Should().Be(Json(view), because);
            (await ContentsAsync(manager)).Should().Equal(messages, because);
        }

        view.Invocations.Count.Should().Be(log.Commits.SelectMany(static commit => commit.Events).OfType<Events.InvocationLinked>().DistinctBy(static linked => linked.Invocation.Id).Count(), because);
        log.Commits.Where(static commit => commit.IdempotencyKey is not null).Should().OnlyHaveUniqueItems(static commit => commit.IdempotencyKey, because);
    }

    private static string Json(Session view) => SessionColumns.Json(view, includeState: true);

    private static async Task<IEnumerable<string?>> ContentsAsync(SessionManager manager) =>
        (await manager.ReadNewestMessagesAsync("s", 50)).Select(static message => message.Content);

    /// <summary>Two processes, as it were, at one database with one session.</summary>
    private sealed class Places : IAsyncDisposable
    {
        private readonly List<SqlStore> _stores = [];

        private Places(Engine database)
        {
            Database = database;
            (Here, There) = (OpenAnother(), OpenAnother());
        }

        public Engine Database { get; }

        public SessionManager Here { get; }

        public SessionManager There { get; }

        public static async Task<Places> CreateAsync(string engine)
        {
            var places = new Places(await Engine.CreateAsync(engine));
            await places.Here.CreateAsync(new NewSession { Id = "s", NoIdleTimeout = true });
            return places;
        }

        public SessionManager OpenAnother()
        {
            _stores.Add(Database.Open());
            return new SessionManager(_stores[^1]);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var store in _stores)
            {
                await store.DisposeAsync();
            }

            await Database.DisposeAsync();
        }
    }
}
