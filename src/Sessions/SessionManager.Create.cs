using System.Security.Cryptography;
using System.Text;
using Sessions.Events;
using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Creates a session.</summary>
    /// <param name="session">What it begins with; everything may be left out.</param>
    /// <param name="options">The channel; an idempotency key, from which the id is derived when there is none.</param>
    /// <param name="cancellationToken">Honoured until the commit is under way.</param>
    /// <exception cref="SessionAlreadyExistsException">The id is in use; nothing was replaced.</exception>
    public ValueTask<Session> CreateAsync(
        NewSession? session = null, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        var wanted = Own(session ?? new NewSession());
        var id = wanted.Id ?? (options.IdempotencyKey is { } idempotencyKey ? DerivedId(idempotencyKey) : SessionRules.NewId());
        return TraceAsync(
            id,
            (id, wanted, options, cancellationToken),
            static (manager, a) => manager.CreateAsync(manager.KeyOf(a.id), a.wanted, a.options, a.cancellationToken));
    }

    private ValueTask<Session> CreateAsync(SessionKey key, NewSession wanted, CommitOptions options, CancellationToken cancellationToken) =>
        View(CommitAsync(
            key,
            (current, now) => Begin(wanted, now, options) with
            {
                Refusal = current is null ? null : new SessionAlreadyExistsException(key.Id),
            },
            options,
            cancellationToken));

    /// <summary>Gets a session, or creates it where there is none; of several callers at once one creates it.</summary>
    /// <param name="id">The session.</param>
    /// <param name="session">What it begins with if it is created.</param>
    /// <param name="options">The channel.</param>
    /// <param name="cancellationToken">Honoured until the commit is under way.</param>
    public ValueTask<Session> GetOrCreateAsync(
        string id, NewSession? session = null, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        var wanted = Own((session ?? new NewSession()) with { Id = id });
        return TraceAsync(
            id,
            (id, wanted, options, cancellationToken),
            static (manager, a) => manager.ReadOrCreateAsync(manager.KeyOf(a.id), a.wanted, a.options, a.cancellationToken));
    }

    private async ValueTask<Session> ReadOrCreateAsync(
        SessionKey key, NewSession wanted, CommitOptions options, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(key, options.Channel, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            return found;
        }

        return await View(CommitAsync(
            key,
            (current, now) => current is null ? Begin(wanted, now, options) : new Decision([]),
            options,
            cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Checks what is wanted, and copies what is the caller's: the decision may run later, and again.</summary>
    private NewSession Own(NewSession session)
    {
        SessionRules.Validate(session);
        session = session with
        {
            Tags = SessionRules.Tags(session.Tags),
            Metadata = SessionRules.Map(session.Metadata, "A metadata key"),
            Preferences = SessionRules.Map(session.Preferences, "A preference key"),
            State = SessionRules.Map(session.State, "A state key"),
        };
        if (_userId is null)
        {
            return session;
        }

        return session.UserId is null || session.UserId == _userId
            ? session with { UserId = _userId }
            : throw new ArgumentException("A manager for one user creates sessions of that user only.", nameof(session));
    }

    private Decision Begin(NewSession session, DateTimeOffset now, in CommitOptions options)
    {
        var events = new List<SessionEvent> { SessionRules.Created(session, _options, now) };
        var state = SessionRules.Map(session.State, "A state key");
        if (state.Count > 0)
        {
            events.Add(new StateChanged(state, []));
        }

        if (session.Pinned)
        {
            events.Add(new PinChanged(true));
        }

        SessionEvent[] all = [.. events];
        return new Decision(all, options.IdempotencyKey is null ? default : ContentHash.Of(session, all));
    }

    /// <summary>The same key in the same partition names the same session, whoever asks and wherever.</summary>
    private string DerivedId(string idempotencyKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Partition.Length}:{Partition}{idempotencyKey}"));
        return $"k-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }
}
