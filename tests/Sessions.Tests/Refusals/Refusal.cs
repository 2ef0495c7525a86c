using FluentAssertions;
using Sessions.Stores.InMemory;
using Sessions.Testing;

namespace Sessions.Tests.Refusals;

/// <summary>One bad call: what refuses it, in which words, and that nothing has changed by then.</summary>
public sealed record Refusal(string Name, Type Error, string Words, Func<SessionManager, Task> Call)
{
    public static Refusal Of<TError>(string name, string words, Func<SessionManager, ValueTask<Session>> call)
        where TError : Exception => new(name, typeof(TError), words, async manager => await call(manager));

    public static Refusal Any<TError>(string name, string words, Func<SessionManager, Task> call)
        where TError : Exception => new(name, typeof(TError), words, call);

    public async Task ProveAsync()
    {
        var time = new FakeTimeProvider();
        await using var store = new InMemoryStore(time: time);
        var manager = new SessionManager(store, null, time);
        var before = await manager.CreateAsync(new NewSession { Id = "s" });
        var error = await FluentActions.Awaiting(() => Call(manager)).Should().ThrowAsync<Exception>();
        error.Which.Should().BeOfType(Error);
        error.Which.Message.Should().Contain(Words);
        (await store.FindAsync(before.Key)).Should().BeSameAs(before, "a refused call changes nothing");
        (await manager.CountAsync()).Should().Be(1, "a refused call creates and deletes nothing");
    }

    public override string ToString() => Name;
}
