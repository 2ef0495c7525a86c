using FluentAssertions;
using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.Performance;

public sealed class InMemoryCostTests
{
    private static readonly NewMessage Message = NewMessage.User(new string('x', 200));

    [Fact]
    public void A_commit_allocates_at_most_700_bytes_beside_its_message_however_long_the_session()
    {
        foreach (var length in (int[])[10, 1_000, 100_000])
        {
            var manager = With("s", length);
            var each = Allocated.Each(() => Complete(manager.AppendMessageAsync("s", Message)));
            (each - MessageBytes()).Should().BeInRange(1, 700, "a commit on {0} messages is measured", length);
        }
    }

    [Fact]
    public void A_commit_allocates_the_same_on_ten_messages_and_on_100_000()
    {
        var few = Allocated.Each(Commits(With("s", 10)));
        var many = Allocated.Each(Commits(With("s", 100_000)));
        many.Should().BeLessThanOrEqualTo(few * 1.1);

        static Action Commits(SessionManager manager) => () => Complete(manager.AppendMessageAsync("s", Message));
    }

    [Fact]
    public void Reading_the_view_allocates_nothing()
    {
        foreach (var length in (int[])[10, 100_000])
        {
            var manager = With("s", length);
            Allocated.Each(() => Complete(manager.GetAsync("s"))).Should().Be(0);
        }
    }

    [Fact]
    public async Task Whether_a_filter_matches_is_asked_without_allocating()
    {
        var manager = With("s", 10);
        var view = await manager.SetStateAsync("s", "n", 7);
        SessionFilter plain = new() { Statuses = [SessionStatus.Active], UserId = view.UserId };
        SessionFilter where = SessionField.Status.EqualTo(SessionStatus.Active) & SessionField.Id.Like("s%") & SessionField.State("n").GreaterThan(6)
            & !SessionField.Tags.Contains("x") & SessionField.MessageCount.In(10, 11);
        foreach (var filter in (SessionFilter[])[SessionFilter.All, plain, where])
        {
            filter.Matches(view).Should().BeTrue();
            Allocated.Each(() => filter.Matches(view)).Should().BeLessThan(1, "{0}", filter);
        }
    }

    [Fact]
    public void An_update_of_one_key_among_ten_allocates_at_most_1_100_bytes()
    {
        var manager = With("s", 10);
        Complete(manager.UpdateStateAsync("s", Enumerable.Range(0, 10).ToDictionary(static i => $"key-{i}", static i => (JsonText)i)));
        Allocated.Each(() => Complete(manager.SetStateAsync("s", "key-3", true))).Should().BeInRange(1, 1100);
    }

    [Fact]
    public void While_nobody_listens_the_measuring_store_allocates_nothing_of_its_own()
    {
        using var metrics = new SessionsMetrics(factory: null);
        var bare = With("s", 10);
        var measured = With("s", 10, store: new InstrumentedSessionStore(new InMemoryStore(), metrics, TimeProvider.System));
        Allocated.Each(() => Complete(measured.GetAsync("s"))).Should().Be(0);
        Allocated.Each(() => Complete(measured.ReadNewestMessagesAsync("s", 10)))
            .Should().Be(Allocated.Each(() => Complete(bare.ReadNewestMessagesAsync("s", 10))));
        Allocated.Each(() => Complete(measured.AppendMessageAsync("s", Message)))
            .Should().Be(Allocated.Each(() => Complete(bare.AppendMessageAsync("s", Message))));
    }

    [Fact]
    public void An_idle_session_with_ten_state_keys_and_ten_messages_of_200_bytes_takes_under_8_000_bytes()
    {
        var store = new InMemoryStore();
        var manager = new SessionManager(store);

        // What every store has once, and the first session brings with it, is not a session's.
        Idle(manager, "session-1234");
        var before = ObjectGraph.SizeOf(store);
        Idle(manager, "session-5678");
        (ObjectGraph.SizeOf(store) - before).Should().BeInRange(1, 8000);
    }

    [Fact]
    public void Reading_the_newest_50_allocates_their_array_and_nothing_else()
    {
        var array = Allocated.Each(static () => GC.KeepAlive(new Message[50]));
        foreach (var length in (int[])[50, 1_000, 100_000])
        {
            var manager = With("s", length);
            Allocated.Each(() => Complete(manager.ReadNewestMessagesAsync("s", 50))).Should().Be(array);
        }
    }

    [Fact]
    public void A_chat_beneath_100_000_messages_of_another_reads_as_if_it_were_alone()
    {
        var alone = With("s", 50);
        var beneath = With("s", 50, "quiet");
        Append(beneath, "s", 100_000);
        Allocated.Each(() => Complete(beneath.ReadNewestMessagesAsync("s", 50, "quiet")))
            .Should().Be(Allocated.Each(() => Complete(alone.ReadNewestMessagesAsync("s", 50))));
    }

    [Fact]
    public void The_view_of_100_000_of_everything_is_no_larger_than_that_of_100() =>
        ObjectGraph.SizeOf(Everything(100_000)).Should().Be(ObjectGraph.SizeOf(Everything(100)));

    [Fact]
    public void A_session_deleted_before_its_time_is_not_kept_in_memory()
    {
        var manager = new SessionManager(new InMemoryStore());
        var gone = BeginAndDelete(manager);
        GC.Collect();
        gone.IsAlive.Should().BeFalse();
        GC.KeepAlive(manager);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference BeginAndDelete(SessionManager manager)
    {
        Complete(manager.CreateAsync(new NewSession { Id = "s" }));
        Complete(manager.AppendMessageAsync("s", Message));
        var message = new WeakReference(manager.ReadNewestMessagesAsync("s").AsTask().Result[0]);
        Complete(manager.DeleteAsync("s"));
        return message;
    }

    private static void Idle(SessionManager manager, string id)
    {
        // Keys, values and texts are objects of their own, as they are when they come from outside.
        Complete(manager.CreateAsync(new NewSession
        {
            Id = id,
            State = Enumerable.Range(0, 10).ToDictionary(static i => $"state-key-{i}", static i => (JsonText)(12340 + i)),
        }));
        for (var i = 0; i < 10; i++)
        {
            Complete(manager.AppendMessageAsync(id, NewMessage.User(new string('x', 200))));
        }
    }

    private static SessionManager With(string id, int messages, string chat = Chat.Main, ISessionStore? store = null)
    {
        var manager = new SessionManager(store ?? new InMemoryStore());
        Complete(manager.CreateAsync(new NewSession { Id = id }));
        Append(manager, id, messages, chat);
        return manager;
    }

    private static void Append(SessionManager manager, string id, int messages, string chat = Chat.Main) =>
        Complete(manager.AppendMessagesAsync(id, Enumerable.Repeat(Message, messages), chat: chat));

    private static Session Everything(int count)
    {
        var manager = With("all", 1);
        for (var i = 0; i < count; i++)
        {
            Complete(manager.UpdateAsync("all", update => update
                .AppendMessage(Message)
                .LinkInvocation(new Invocation($"invocation-{i:D6}", "tool"))
                .BeginTransition(Channel.Cli)
                .AddEvent("custom")));
            Complete(manager.UpdateAsync("all", static update => update.CompleteTransition()));
        }

        return manager.GetAsync("all").AsTask().Result;
    }

    private static double MessageBytes() =>
        Allocated.Each(static () => GC.KeepAlive(new Message(Chat.Main, MessageRole.User, Message.Content, null, null, null)));

    /// <summary>A call that did not complete at once would allocate on other threads, unseen.</summary>
    private static void Complete<T>(ValueTask<T> call)
    {
        // No assertion of the library's here: it allocates.
        if (!call.IsCompletedSuccessfully)
        {
            Assert.Fail("The call did not complete at once.");
        }

        _ = call.Result;
    }
}
