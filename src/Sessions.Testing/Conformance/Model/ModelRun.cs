using Sessions.Stores;
using Xunit;

namespace Sessions.Testing.Model;

/// <summary>A random run of operations on a store and on the model beside it, compared after each.</summary>
internal sealed class ModelRun(ISessionStore store, FakeTimeProvider time, int seed)
{
    private static readonly string[] Ids = ["a", "b", "c"];
    private static readonly string[] Channels = ["default", "api", "cli"];

    private readonly Random _random = new(seed);
    private readonly SessionManager _manager = new(store, new SessionsOptions { TouchCoalescing = TimeSpan.Zero }, time);
    private readonly Dictionary<string, ModelSession> _model = [];
    private readonly List<string> _story = [];
    private DateTimeOffset _now = time.GetUtcNow();
    private int _replaced;

    public async Task RunAsync(int operations)
    {
        // A store knows that a clock was set back only when it has seen it before.
        Assert.Equal(_now, store.UtcNow);
        try
        {
            for (var i = 0; i < operations; i++)
            {
                await StepAsync(Ids[_random.Next(Ids.Length)], Channels[_random.Next(Channels.Length)]);
                await ModelCheck.CompareAsync(_manager, store, Ids, _model, _now);
            }
        }
        catch (Exception error)
        {
            Assert.Fail($"Seed {seed} (set SESSIONS_TEST_SEED to repeat it), after {string.Join("; ", _story.TakeLast(25))}: {error}");
        }
    }

    private ModelSession? Live(string id) => _model.TryGetValue(id, out var session) && !session.IsExpired(_now) ? session : null;

    private Task StepAsync(string id, string channel) => _random.Next(20) switch
    {
        0 or 1 or 2 => CreateAsync(id, channel),
        3 => DeleteAsync(id),
        4 => ReadAsync(id, channel),
        5 => TouchAsync(id, channel),
        6 or 7 => PassAsync(),
        8 => CleanUpAsync(),
        9 => ForkAsync(id, channel),
        10 or 11 => KeyedAsync(id, channel),
        12 => ExpectingAsync(id, channel),
        _ => CommitAsync(id, channel, Changes(), new CommitOptions { Channel = channel }),
    };

    private ModelChange[] Changes() => [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => ModelChange.Next(_random))];

    private async Task CreateAsync(string id, string channel)
    {
        var wanted = new NewSession
        {
            Id = id,
            NoIdleTimeout = _random.Next(3) == 0,
            AbsoluteLifetime = _random.Next(3) == 0 ? TimeSpan.FromMinutes(_random.Next(1, 120)) : null,
            Sliding = _random.Next(3) > 0,
            Pinned = _random.Next(6) == 0,
        };
        wanted = wanted.NoIdleTimeout ? wanted : wanted with { IdleTimeout = TimeSpan.FromMinutes(_random.Next(1, 60)) };
        Tell($"create {id}");
        if (Live(id) is not null)
        {
            await Assert.ThrowsAsync<SessionAlreadyExistsException>(async () => await _manager.CreateAsync(wanted, new Channel(channel)));
            return;
        }

        _replaced += _model.ContainsKey(id) ? 1 : 0;
        var session = _model[id] = new ModelSession
        {
            Idle = wanted.IdleTimeout,
            Absolute = _now + wanted.AbsoluteLifetime,
            Sliding = wanted.Sliding,
            Pinned = wanted.Pinned,
            Created = _now,
            Updated = _now,
            Version = wanted.Pinned ? 2 : 1,
        };
        session.Kinds.AddRange(wanted.Pinned ? ["created", "pin"] : ["created"]);
        session.Use(channel, _now, extends: true);
        await _manager.CreateAsync(wanted, new Channel(channel));
    }

    private async Task CommitAsync(string id, string channel, ModelChange[] changes, CommitOptions options)
    {
        Tell($"commit {id} {string.Join(", ", changes.Select(change => $"{change.Kind} {change.Name} {change.Value}"))}");
        Task Real() => _manager.UpdateAsync(id, update => Array.ForEach(changes, change => change.Ask(update)), options).AsTask();
        if (Live(id) is not { } before)
        {
            await Assert.ThrowsAsync<SessionNotFoundException>(Real);
            return;
        }

        if (Make(before, channel, changes) is not { } after)
        {
            await Assert.ThrowsAsync<SessionStatusException>(Real);
            return;
        }

        await Real();
        _model[id] = after;
    }

    /// <summary>The session after a commit; null where it is refused.</summary>
    private ModelSession? Make(ModelSession before, string channel, ModelChange[] changes)
    {
        var after = before.Copy();
        for (var i = 0; i < changes.Length; i++)
        {
            if (!changes[i].Make(after, channel, _now, i > 0 && changes[i - 1].ChangesState && changes[i].ChangesState))
            {
                return null;
            }
        }

        if (after.Version == before.Version)
        {
            return before;
        }

        // Neighbouring changes of the state are one event, so that a key is set at the version of the whole.
        after.Updated = _now;
        after.Use(channel, _now, extends: true);
        return after.IsExpired(_now) ? null : after;
    }

    private async Task KeyedAsync(string id, string channel)
    {
        var key = $"k{_random.Next(5)}";
        var change = ModelChange.NextKeyed(_random);
        var options = new CommitOptions { Channel = channel, IdempotencyKey = key };
        if (Live(id) is { } session && session.Keys.TryGetValue(key, out var first))
        {
            Tell($"repeat {key} on {id}");
            Task<Session> Real() => _manager.UpdateAsync(id, change.Ask, options).AsTask();
            if (first.Content == change.ToString())
            {
                Assert.Equal(session.Version, (await Real()).Version);
            }
            else
            {
                Assert.Equal(first.Version, (await Assert.ThrowsAsync<SessionConflictException>(Real)).ExpectedVersion);
            }

            return;
        }

        var before = Live(id)?.Version;
        await CommitAsync(id, channel, [change], options);
        if (Live(id) is { } committed && committed.Version != before)
        {
            committed.Keys.Add(key, (committed.Version, change.ToString()));
        }
    }

    private async Task ExpectingAsync(string id, string channel)
    {
        var version = Live(id)?.Version ?? 0;
        if (_random.Next(2) == 0)
        {
            await CommitAsync(id, channel, Changes(), new CommitOptions { Channel = channel, ExpectedVersion = version });
            return;
        }

        Tell($"expect a wrong version of {id}");
        var conflict = await Assert.ThrowsAsync<SessionConflictException>(async () =>
            await _manager.UpdateAsync(id, update => update.AddEvent("x"), new CommitOptions { ExpectedVersion = version + 1 }));
        Assert.Equal((version + 1, version), (conflict.ExpectedVersion, conflict.ActualVersion));
    }

    /// <summary>Several at once, of whom nobody can say who is first, so that all do the same.</summary>
    private async Task ForkAsync(string id, string channel)
    {
        Tell($"fork on {id}");
        var changes = new[] { new ModelChange("append", "n0", "fork"), new ModelChange("set", "n0", "7") };
        var tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            await _manager.UpdateAsync(id, update => Array.ForEach(changes, change => change.Ask(update)), new Channel(channel)))).ToArray();
        var error = await Record.ExceptionAsync(() => Task.WhenAll(tasks));
        for (var i = 0; i < tasks.Length; i++)
        {
            if (Live(id) is { } session && Make(session, channel, changes) is { } after)
            {
                Assert.Null(error);
                _model[id] = after;
            }
            else
            {
                Assert.True(error is SessionNotFoundException or SessionStatusException, $"{error}");
            }
        }
    }

    private async Task DeleteAsync(string id)
    {
        Tell($"delete {id}");
        Assert.Equal(Live(id) is not null, await _manager.DeleteAsync(id));
        if (Live(id) is not null)
        {
            _model.Remove(id);
        }
    }

    private async Task ReadAsync(string id, string channel)
    {
        Tell($"read {id}");
        Assert.Equal(Live(id) is not null, await _manager.FindAsync(id, channel) is not null);
        Used(id, channel);
    }

    private async Task TouchAsync(string id, string channel)
    {
        Tell($"touch {id}");
        if (Live(id) is null)
        {
            await Assert.ThrowsAsync<SessionNotFoundException>(async () => await _manager.TouchAsync(id, channel));
            return;
        }

        await _manager.TouchAsync(id, channel);
        Used(id, channel);
    }

    private void Used(string id, string channel)
    {
        if (Live(id) is { IsFinished: false } session)
        {
            session.Use(channel, _now, session.Sliding);
        }
    }

    private Task PassAsync()
    {
        if (_random.Next(5) == 0)
        {
            Tell("the clock is set back");
            time.SetUtcNow(time.GetUtcNow() - TimeSpan.FromMinutes(_random.Next(1, 10)));
        }
        else
        {
            time.Advance(TimeSpan.FromSeconds(_random.Next(0, 1500)));
            Tell($"it is {time.GetUtcNow():HH:mm:ss}");
        }

        // The store has seen the time when it was asked for it; from then on it does not go back.
        _now = time.GetUtcNow() > _now ? time.GetUtcNow() : _now;
        Assert.Equal(_now, store.UtcNow);
        return Task.CompletedTask;
    }

    private async Task CleanUpAsync()
    {
        Tell("clean up");
        var retention = TimeSpan.FromMinutes(_random.Next(1, 60));
        var gone = _model
            .Where(pair => !pair.Value.Pinned && (pair.Value.IsExpired(_now) || pair.Value.FinishedAt + retention <= _now))
            .Select(pair => pair.Key).ToList();
        Assert.Equal(gone.Count + _replaced, await _manager.CleanUpAsync(new CleanupRule { FinishedFor = retention }));
        gone.ForEach(id => _model.Remove(id));
        _replaced = 0;
    }

    private void Tell(string what) => _story.Add(what);
}
