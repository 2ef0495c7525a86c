using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Writes the catalog's lines, format version 1, one after the other into one buffer.</summary>
internal sealed class CatalogLines : IDisposable
{
    /// <summary>As long for any header of a generation: its base is filled in when the rest is written.</summary>
    private const int BaseDigits = 15;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private int _start;

    public CatalogLines() => _json = new Utf8JsonWriter(
        _buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    public int Length => _buffer.WrittenCount;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>The first line of a generation.</summary>
    /// <param name="writer">Who makes it.</param>
    /// <param name="baseLength">How many bytes of it repeat the generation before; zero when it is built from the sessions.</param>
    public void Header(string writer, long baseLength)
    {
        Begin();
        _json.WriteString("log"u8, "catalog"u8);
        _json.WriteString("w"u8, writer);
        _json.WriteString("base"u8, baseLength.ToString($"D{BaseDigits}", CultureInfo.InvariantCulture));
        End();
    }

    /// <summary>A writer may change a session from here on.</summary>
    public void Mark(SessionKey key, string writer)
    {
        Begin();
        Name("mark"u8, key);
        _json.WriteString("w"u8, writer);
        End();
    }

    /// <summary>A writer is done with a session, and has nothing to tell.</summary>
    public void Done(SessionKey key, string writer)
    {
        Begin();
        Name("done"u8, key);
        _json.WriteString("w"u8, writer);
        End();
    }

    /// <summary>An incarnation is gone; with a writer, its mark is over.</summary>
    public void Gone(SessionKey key, string incarnation, string? writer)
    {
        Begin();
        Name("gone"u8, key);
        _json.WriteString("inc"u8, incarnation);
        Writer(writer);
        End();
    }

    /// <summary>What a session is now; with a writer, its mark is over.</summary>
    public void Sum(Summary summary, string? writer)
    {
        Begin();
        Name("sum"u8, summary.Key);
        _json.WriteString("inc"u8, summary.Incarnation);
        _json.WriteNumber("n"u8, summary.Version);
        if (summary.UserId is not null)
        {
            _json.WriteString("u"u8, summary.UserId);
        }

        Instant("ct"u8, summary.Created);
        Instant("ut"u8, summary.Updated);
        Instant("lt"u8, summary.LastUsed);
        Instant("et"u8, summary.Expiry);
        Instant("ft"u8, summary.Finished);
        if (summary.Status != SessionStatus.Active)
        {
            _json.WriteNumber("st"u8, (int)summary.Status);
        }

        if (summary.Pinned)
        {
            _json.WriteBoolean("pin"u8, true);
        }

        Texts("ch"u8, summary.Channels);
        Texts("tags"u8, summary.Tags);
        if (summary.Metadata.Length > 0)
        {
            _json.WriteStartArray("meta"u8);
            foreach (var hash in summary.Metadata)
            {
                _json.WriteNumberValue(hash);
            }

            _json.WriteEndArray();
        }

        Writer(writer);
        End();
    }

    /// <summary>A writer begins to build the generation from the sessions, after whoever began before.</summary>
    public void Building(string writer)
    {
        Begin();
        _json.WriteString("building"u8, writer);
        End();
    }

    /// <summary>The generation tells of all sessions.</summary>
    public void Built()
    {
        Begin();
        _json.WriteBoolean("built"u8, true);
        End();
    }

    /// <summary>The last line: what follows stands in the next generation.</summary>
    public void Seal(long next)
    {
        Begin();
        _json.WriteString("seal"u8, "moved"u8);
        _json.WriteNumber("next"u8, next);
        End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin()
    {
        _start = _buffer.WrittenCount;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("f"u8, CatalogLine.FormatVersion);
    }

    private void End()
    {
        _json.Flush();
        var crc = LineChecksum.Compute(_buffer.WrittenSpan[_start..]);
        var end = _buffer.GetSpan(LineChecksum.SuffixLength + 1);
        LineChecksum.WriteSuffix(crc, end);
        end[LineChecksum.SuffixLength] = (byte)'\n';
        _buffer.Advance(LineChecksum.SuffixLength + 1);
    }

    private void Name(ReadOnlySpan<byte> record, SessionKey key)
    {
        _json.WriteString(record, key.Id);
        if (key.Partition.Length > 0)
        {
            _json.WriteString("p"u8, key.Partition);
        }
    }

    private void Writer(string? writer)
    {
        if (writer is not null)
        {
            _json.WriteString("w"u8, writer);
        }
    }

    /// <summary>Microseconds since 1970; "never" and "not yet" are left out.</summary>
    private void Instant(ReadOnlySpan<byte> name, long ticks)
    {
        if (ticks is not (0 or Instants.Never))
        {
            _json.WriteNumber(name, (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        }
    }

    private void Texts(ReadOnlySpan<byte> name, string[] texts)
    {
        if (texts.Length > 0)
        {
            _json.WriteStartArray(name);
            foreach (var text in texts)
            {
                _json.WriteStringValue(text);
            }

            _json.WriteEndArray();
        }
    }
}
