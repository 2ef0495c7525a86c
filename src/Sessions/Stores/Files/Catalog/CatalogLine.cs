using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Reads the catalog's lines one by one; what it read of one is there until the next.</summary>
internal sealed partial class CatalogLine
{
    public const int FormatVersion = 1;

    private static readonly string[] None = [];

    private readonly TextPool _pool = new();
    private readonly Dictionary<string, string[]> _single = [];
    private readonly List<string> _texts = [];
    private readonly List<ulong> _hashes = [];

    private string? _user;
    private string _incarnation = "";
    private long _version;
    private long _created;
    private long _updated;
    private long _lastUsed;
    private long _expiry;
    private long _finished;
    private int _status;
    private bool _pinned;
    private string[] _tags = None;
    private string[] _channels = None;
    private string _partition = "";
    private string _id = "";

    public CatalogRecord Record { get; private set; }

    public SessionKey Key => new(_partition, _id);

    public string Incarnation => _incarnation;

    /// <summary>Who wrote it, where the record says so.</summary>
    public string? Writer { get; private set; }

    /// <summary>A header's: how many bytes repeat the generation before.</summary>
    public long BaseLength { get; private set; }

    /// <summary>A seal's: the generation that follows.</summary>
    public long Next { get; private set; }

    public Summary Summary
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get => new()
        {
            Partition = _partition,
            Id = _id,
            Incarnation = _incarnation,
            UserId = _user,
            Version = _version,
            Created = _created,
            Updated = _updated,
            LastUsed = _lastUsed,
            Expiry = _expiry,
            Finished = _finished,
            Status = (SessionStatus)_status,
            Pinned = _pinned,
            Tags = _tags,
            Channels = _channels,
            Metadata = _hashes.Count == 0 ? [] : [.. _hashes],
        };
    }

    /// <summary>Reads a line that was written whole.</summary>
    /// <param name="line">The line with its line feed.</param>
    /// <returns>False when it is damaged, or of a format that this build does not know.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        if (!LineChecksum.Verify(line))
        {
            return false;
        }

        Reset();
        if (TryReadPlain(line))
        {
            return true;
        }

        Reset();
        var reader = new Utf8JsonReader(line[..^1]);
        try
        {
            reader.Read();
            reader.Read();
            if (!reader.ValueTextEquals("f"u8) || !reader.Read() || reader.GetInt32() != FormatVersion)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref reader);
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // The checksum fits, yet it is not a line of ours: the catalog is rebuilt from the sessions themselves.
            return false;
        }
    }

    private void Reset()
    {
        Record = CatalogRecord.Other;
        _partition = _id = _incarnation = "";
        Writer = _user = null;
        BaseLength = Next = _version = _created = _updated = _lastUsed = _finished = 0;
        _expiry = Instants.Never;
        _status = 0;
        _pinned = false;
        _tags = _channels = None;
        _hashes.Clear();
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        reader.Read();
        switch (name)
        {
            case [(byte)'p']: _partition = Pooled(ref reader); break;
            case [(byte)'w']: Writer = Pooled(ref reader); break;
            case [(byte)'u']: _user = Pooled(ref reader); break;
            case [(byte)'n']: _version = reader.GetInt64(); break;
            case [(byte)'c', (byte)'t']: _created = Instant(ref reader); break;
            case [(byte)'u', (byte)'t']: _updated = Instant(ref reader); break;
            case [(byte)'l', (byte)'t']: _lastUsed = Instant(ref reader); break;
            case [(byte)'e', (byte)'t']: _expiry = Instant(ref reader); break;
            case [(byte)'f', (byte)'t']: _finished = Instant(ref reader); break;
            case [(byte)'s', (byte)'t']: _status = reader.GetInt32(); break;
            case [(byte)'c', (byte)'h']: _channels = Texts(ref reader); break;
            case [(byte)'s', (byte)'u', (byte)'m']: Begin(CatalogRecord.Sum, ref reader); break;
            case [(byte)'i', (byte)'n', (byte)'c']: _incarnation = reader.GetString()!; break;
            case [(byte)'p', (byte)'i', (byte)'n']: _pinned = reader.GetBoolean(); break;
            default: ReadRare(name, ref reader); break;
        }
    }

    private void ReadRare(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("mark"u8))
        {
            Begin(CatalogRecord.Mark, ref reader);
        }
        else if (name.SequenceEqual("gone"u8))
        {
            Begin(CatalogRecord.Gone, ref reader);
        }
        else if (name.SequenceEqual("done"u8))
        {
            Begin(CatalogRecord.Done, ref reader);
        }
        else if (name.SequenceEqual("tags"u8))
        {
            _tags = Texts(ref reader);
        }
        else if (name.SequenceEqual("meta"u8))
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                _hashes.Add(reader.GetUInt64());
            }
        }
        else if (name.SequenceEqual("log"u8))
        {
            Record = CatalogRecord.Header;
        }
        else if (name.SequenceEqual("base"u8))
        {
            BaseLength = long.Parse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        else if (name.SequenceEqual("building"u8))
        {
            Record = CatalogRecord.Building;
            Writer = reader.GetString();
        }
        else if (name.SequenceEqual("built"u8))
        {
            Record = CatalogRecord.Built;
        }
        else if (name.SequenceEqual("seal"u8))
        {
            Record = CatalogRecord.Seal;
        }
        else if (name.SequenceEqual("next"u8))
        {
            Next = reader.GetInt64();
        }
        else
        {
            reader.Skip();
        }
    }

    private void Begin(CatalogRecord record, ref Utf8JsonReader reader)
    {
        Record = record;
        _id = reader.GetString()!;
    }

    private string Pooled(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? reader.GetString()! : _pool.Get(reader.ValueSpan);

    private static long Instant(ref Utf8JsonReader reader) =>
        ToTicks(reader.GetInt64());

    private static long ToTicks(long microseconds) => (microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks;

    private string[] Texts(ref Utf8JsonReader reader)
    {
        _texts.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _texts.Add(Pooled(ref reader));
        }

        return Shared();
    }

    /// <summary>Most have one channel or one tag, and the same: they share the array.</summary>
    private string[] Shared()
    {
        if (_texts.Count != 1)
        {
            return [.. _texts];
        }

        if (!_single.TryGetValue(_texts[0], out var known))
        {
            known = [_texts[0]];
            if (_single.Count < 1024)
            {
                _single.Add(_texts[0], known);
            }
        }

        return known;
    }
}
