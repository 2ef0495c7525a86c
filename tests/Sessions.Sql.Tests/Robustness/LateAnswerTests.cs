using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Sessions.Testing;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>An answer that was long on its way says how a session stood when it was asked for, and nothing of how it stands since.</summary>
public sealed class LateAnswerTests : StoreDirectory
{
    private static readonly SessionKey Key = new("s");

    [Fact]
    public async Task A_session_that_expired_on_the_way_of_an_answer_was_there_when_it_was_asked_for()
    {
        var time = new LateTime();
        Directory.CreateDirectory(Store);
        await using var store = TestStores.Open("sqlite", Store, time);
        await new SessionManager(store, time: time).CreateAsync(new NewSession { Id = Key.Id, IdleTimeout = TimeSpan.FromMinutes(1) });
        time.PassAfterNextLook(TimeSpan.FromMinutes(2));
        (await store.FindAsync(Key)).Should().NotBeNull("somebody may have prolonged it meanwhile");
        (await store.FindAsync(Key)).Should().BeNull();
    }

    /// <summary>A clock that goes on by much as soon as somebody has looked at it.</summary>
    private sealed class LateTime : TimeProvider
    {
        private readonly FakeTimeProvider _time = new();
        private TimeSpan _step;

        public void PassAfterNextLook(TimeSpan step) => _step = step;

        public override DateTimeOffset GetUtcNow()
        {
            var now = _time.GetUtcNow();
            _time.Advance(_step);
            _step = TimeSpan.Zero;
            return now;
        }
    }
}
