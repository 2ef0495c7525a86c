using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sessions.Events;

namespace Sessions;

/// <summary>
/// A hash of what a caller asked for, by which a repeated idempotency key is compared. It is made from what was asked, not
/// from what the store made of it: no version, no instant, no random name.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private ContentHash()
    {
    }

    public static UInt128 Of(IEnumerable<SessionEvent> events)
    {
        using var hash = new ContentHash();
        foreach (var change in events)
        {
            hash.Add(change.Kind);
            hash.AddContent(change);
        }

        return hash.Result();
    }

    /// <summary>The hash of a creation. Its end is taken as it was asked for: a lifetime ends at another instant in each attempt.</summary>
    public static UInt128 Of(NewSession session, SessionEvent[] events)
    {
        using var hash = new ContentHash();
        hash.Add(session.AbsoluteLifetime?.Ticks ?? 0);
        hash.Add(session.AbsoluteExpiry?.UtcTicks ?? 0);
        hash.Add((long)Of(events));
        return hash.Result();
    }

    public void Dispose() => _hash.Dispose();

    private void AddContent(SessionEvent change)
    {
        switch (change)
        {
            case SessionCreated created:
                Add(created.UserId);
                Add(created.DisplayName);
                Add(created.Purpose);
                Add(created.Tags);
                Add(created.Metadata);
                Add(created.Preferences);
                Add(created.IdleTimeout?.Ticks ?? 0);
                Add(created.Sliding);
                break;
            case StateChanged state:
                Add(state.Set);
                Add(state.Removed);
                break;
            case MessageAppended { Message: var message }:
                Add(message.Chat);
                Add((long)message.Role);
                Add(message.Content);
                Add(message.ToolName);
                Add(message.InvocationId);
                Add(message.Payload);
                break;
            case ConversationCleared cleared:
                Add(cleared.Chat);
                break;
            case InvocationLinked { Invocation: var invocation }:
                Add(invocation.Id);
                Add(invocation.Tool);
                Add(invocation.Directory);
                Add(invocation.Duration.Ticks);
                Add((long)invocation.Outcome);
                break;
            case UsageRecorded { Usage: var usage }:
                Add(usage.InputTokens);
                Add(usage.OutputTokens);
                Add(usage.CachedInputTokens);
                Add(usage.ReasoningTokens);
                Add(usage.Cost.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case DetailsChanged details:
                Add(details.DisplayName);
                Add(details.Purpose);
                Add(details.Tags is not null);
                Add(details.Tags ?? []);
                Add(details.Metadata);
                Add(details.RemovedMetadata);
                Add(details.Preferences);
                Add(details.RemovedPreferences);
                break;
            case StatusChanged status:
                Add((long)status.Status);
                Add(status.Reason);
                Add(status.Reopened);
                break;
            case PinChanged pin:
                Add(pin.Pinned);
                break;
            case MemoryPoolBound { Pool: var pool }:
                Add(pool?.Name);
                Add(pool?.Shared ?? false);
                break;
            case ExpiryChanged expiry:
                Add(expiry.IdleTimeout?.Ticks ?? 0);
                Add(expiry.Sliding);
                Add(expiry.AbsoluteExpiry?.UtcTicks ?? 0);
                break;
            case CustomEvent custom:
                Add(custom.Name);
                Add(custom.Data);
                break;
        }
    }

    private UInt128 Result()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes) | 1;
    }

    // Each part goes in with its length, so that no two different contents read the same.
    private void Add(string? text)
    {
        Add(text?.Length ?? -1L);
        _hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private void Add(JsonText? value)
    {
        Add(value?.Utf8.Length ?? -1L);
        _hash.AppendData(value is { } json ? json.Utf8 : default);
    }

    private void Add(IReadOnlyList<string> texts)
    {
        Add((long)texts.Count);
        foreach (var text in texts)
        {
            Add(text);
        }
    }

    private void Add(IReadOnlyDictionary<string, JsonText> map)
    {
        Add((long)map.Count);
        foreach (var (key, value) in map)
        {
            Add(key);
            Add((JsonText?)value);
        }
    }

    private void Add(bool value) => Add(value ? 1L : 0L);

    private void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }
}
