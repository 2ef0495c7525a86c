using System.Security.Cryptography;
using System.Buffers.Binary;
using System.Text;

namespace Sessions.Stores.Files;

/// <summary>What the catalog holds of a session. Never changes, but for being found dead.</summary>
internal sealed class Summary
{
    private static readonly ulong[] NoMetadata = [];

    public required string Partition { get; init; }

    public required string Id { get; init; }

    public required string Incarnation { get; init; }

    public string? UserId { get; init; }

    public long Version { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    public long LastUsed { get; init; }

    public long Expiry { get; init; } = Instants.Never;

    /// <summary>Zero while it is not finished.</summary>
    public long Finished { get; init; }

    public SessionStatus Status { get; init; }

    public bool Pinned { get; init; }

    public string[] Tags { get; init; } = [];

    public string[] Channels { get; init; } = [];

    /// <summary>A hash of each entry: enough to find by, and neither the catalog's size nor its secrecy depend on the values.</summary>
    public ulong[] Metadata { get; init; } = NoMetadata;

    /// <summary>Whether its log was seen to have expired: nothing revives it, so nobody needs to look again.</summary>
    public bool IsDead { get; set; }

    public SessionKey Key => new(Partition, Id);

    public static Summary Of(Session view) => new()
    {
        Partition = view.Partition,
        Id = view.Id,
        Incarnation = view.Incarnation,
        UserId = view.UserId,
        Version = view.Version,
        Created = view.Details.CreatedAt,
        Updated = view.UpdatedTicks,
        LastUsed = view.LastUsedTicks,
        Expiry = view.ExpiryTicks,
        Finished = view.IsFinished ? view.Details.FinishedAt : 0,
        Status = view.Status,
        Pinned = view.Pinned,
        Tags = view.Tags.IsEmpty ? [] : [.. view.Tags],
        Channels = ChannelsOf(view),
        Metadata = view.Details.Metadata.Count == 0 ? NoMetadata : MetadataOf(view),
    };

    /// <summary>Part of the format: the first eight bytes of SHA-256 over the key in UTF-8, a zero byte, and the value's bytes.</summary>
    public static ulong HashOf(string key, JsonText value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData([0]);
        hash.AppendData(value.Utf8);
        Span<byte> digest = stackalloc byte[32];
        hash.GetCurrentHash(digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>Whether this tells the same or more than another summary of the same id.</summary>
    public bool IsNewerThan(Summary other)
    {
        if (Incarnation != other.Incarnation)
        {
            return Created >= other.Created;
        }

        return Version != other.Version ? Version > other.Version : LastUsed >= other.LastUsed;
    }

    private static string[] ChannelsOf(Session view)
    {
        var names = new string[view.Channels.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = view.Channels[i].Channel.Name;
        }

        return names;
    }

    private static ulong[] MetadataOf(Session view)
    {
        var hashes = new ulong[view.Details.Metadata.Count];
        var i = 0;
        foreach (var (key, value) in view.Details.Metadata)
        {
            hashes[i++] = HashOf(key, value);
        }

        return hashes;
    }
}
