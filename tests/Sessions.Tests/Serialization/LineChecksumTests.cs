using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Xunit;

namespace Sessions.Tests.Serialization;

public class LineChecksumTests
{
    [Fact]
    public void It_is_CRC_32C() => LineChecksum.Compute("123456789"u8).Should().Be(0xe3069283);

    [Fact]
    public void It_stands_at_the_end_of_a_line()
    {
        var writer = new LineWriter();
        writer.Raw("123456789"u8);
        writer.EndLine(0);

        Encoding.UTF8.GetString(writer.Written).Should().Be("123456789,\"crc\":\"e3069283\"}\n");
        LineChecksum.Verify(writer.Written).Should().BeTrue();
        LineChecksum.Verify(writer.Written[..^1]).Should().BeTrue("the line break is no part of it");
    }

    [Fact]
    public void Every_changed_bit_is_found()
    {
        var writer = new LineWriter();
        writer.Raw("{\"f\":1,\"text\":\"some text\""u8);
        writer.EndLine(0);
        var line = writer.Written[..^1].ToArray();
        for (var bit = 0; bit < line.Length * 8; bit++)
        {
            line[bit / 8] ^= (byte)(1 << (bit % 8));
            LineChecksum.Verify(line).Should().BeFalse("bit {0} was changed", bit);
            line[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_writer_that_is_used_again_writes_each_line_by_itself()
    {
        var writer = new LineWriter();
        var random = new RandomRecords(1);
        CommitJson.WriteLine(writer, random.Commit());
        var first = writer.Length;
        CommitJson.WriteLine(writer, random.Commit());

        LineChecksum.Verify(writer.Written[..first]).Should().BeTrue();
        LineChecksum.Verify(writer.Written[first..]).Should().BeTrue();
        writer.Truncate(first);
        writer.Length.Should().Be(first);
    }
}
