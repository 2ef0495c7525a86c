using FluentAssertions;

namespace Sessions.Tests.Refusals;

/// <summary>One bad call: what refuses it, in which words, and that nothing has changed by then.</summary>
public sealed record Refusal(string Name, Type Error, string Words, Func<SessionManager, Task> Call)
{
    public static Refusal Of<TError>(string name, string words, Func<SessionManager, ValueTask<Session>> call)
        where TError : Exception => new(name, typeof(TError), words, async manager => await call(manager));

    public static Refusal Any<TError>(string name, string words, Func<SessionManager, Task> call)
        where TError : Exception => new(name, typeof(TError), words, call);

    /// <summary>A bad change within an update, beside a good one that must not come through alone.</summary>
    public static Refusal Update<TError>(string name, string words, Action<SessionUpdate> change)
        where TError : Exception => new($"update: {name}", typeof(TError), words, async manager => await manager.UpdateAsync("s", update =>
        {
            update.SetState("beside", 1);
            change(update);
        }));

    public async Task ProveAsync(string kind)
    {
        await using var bed = await RefusalBed.OpenAsync(kind);
        var error = await FluentActions.Awaiting(() => Call(bed.Manager)).Should().ThrowAsync<Exception>();
        error.Which.Should().BeOfType(Error);
        error.Which.Message.Should().Contain(Words);
        (await bed.IsUnchangedAsync()).Should().BeTrue("a refused call changes nothing");
    }

    public override string ToString() => Name;
}
