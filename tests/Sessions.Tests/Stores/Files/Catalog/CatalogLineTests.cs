using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogLineTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "plain", "alice" },
        { "plain", "with \"quotes\", \\ and\nbreaks" },
        { "plain", "Ünïcödé 🙂" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_summary_comes_back_as_it_was_also_with_fields_of_a_newer_build(string partition, string user)
    {
        var summary = new Summary
        {
            Partition = partition,
            Id = "id",
            Incarnation = "0123",
            UserId = user,
            Version = 12,
            Created = DateTime.UnixEpoch.Ticks + 10,
            Updated = DateTime.UnixEpoch.Ticks + 20,
            LastUsed = DateTime.UnixEpoch.Ticks + 30,
            Expiry = DateTime.UnixEpoch.Ticks + 40,
            Finished = DateTime.UnixEpoch.Ticks + 50,
            Status = SessionStatus.Failed,
            Pinned = true,
            Tags = ["a", user],
            Channels = ["api"],
            Metadata = [1, ulong.MaxValue],
        };
        using var lines = new CatalogLines();
        lines.Sum(summary, "writer");
        Read(lines.Bytes.ToArray()).Should().BeEquivalentTo(summary);

        var text = Encoding.UTF8.GetString(lines.Bytes);
        var newer = Encoding.UTF8.GetBytes(text[..text.LastIndexOf(",\"crc\"", StringComparison.Ordinal)] + ",\"later\":{\"x\":[1]}");
        var suffix = new byte[LineChecksum.SuffixLength];
        LineChecksum.WriteSuffix(LineChecksum.Compute(newer), suffix);
        Read([.. newer, .. suffix, (byte)'\n']).Should().BeEquivalentTo(summary);
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        using var lines = new CatalogLines();
        lines.Mark(new SessionKey("p", "id"), "writer");
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var bytes = lines.Bytes.ToArray();
            bytes[i] ^= 1;
            new CatalogLine().TryRead(bytes).Should().BeFalse($"byte {i} is another");
        }
    }

    private static Summary Read(byte[] bytes)
    {
        var line = new CatalogLine();
        line.TryRead(bytes).Should().BeTrue();
        line.Record.Should().Be(CatalogRecord.Sum);
        line.Writer.Should().Be("writer");
        return line.Summary;
    }
}
