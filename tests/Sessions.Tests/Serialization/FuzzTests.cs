using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Tests.Serialization;

public class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_lines_read_or_are_refused_in_one_way(int seed)
    {
        var random = new Random(seed);
        var lines = Lines(seed);
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var line = Mutate(random, lines[random.Next(lines.Length)], lines);
            try
            {
                var record = LogLine.Read(line);
                Rewrite(record);
            }
            catch (LineFormatException)
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, round {i}: {Encoding.UTF8.GetString(line)}", error);
            }

            try
            {
                LogLine.Peek(line);
            }
            catch (LineFormatException)
            {
            }
        }

        refused.Should().BeInRange(5_000, 19_999, "mutations must reach both outcomes (seed {0})", seed);
    }

    [Fact]
    public void Every_cut_of_a_line_is_refused()
    {
        foreach (var line in Lines(7))
        {
            for (var length = 0; length < line.Length - 1; length += line.Length > 2000 ? 97 : TestSeed.Long ? 1 : 5)
            {
                var cut = line[..length];
                Assert.Throws<LineFormatException>(() => LogLine.Read(cut));
                Assert.False(LineChecksum.Verify(cut));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"f\":1}")]
    [InlineData("{\"f\":0,\"n\":1}")]
    [InlineData("{\"f\":1,\"n\":01}")]
    [InlineData("{\"f\":1,\"n\":1,\"t\":\"2026-02-30T00:00:00.000000Z\"}")]
    [InlineData("{\"f\":1,\"n\":1,\"t\":\"2026-01-01T00:00:00.00000/Z\"}")]
    [InlineData("{\"f\":1,\"n\":99999999999999999999}")]
    [InlineData("{\"f\":1,\"x\":\"\\q\"}")]
    [InlineData("{\"f\":1,\"log\":\"\\ud800\",\"p\":\"\",\"id\":\"a\"}")]
    [InlineData("{\"f\":1,\"x\":01}")]
    [InlineData("{\"f\":1,\"x\":nul}")]
    [InlineData("{\"f\":1,\"x\":1,}")]
    [InlineData("{\"f\":1,\"x\":1}}")]
    public void Garbage_is_refused(string line)
    {
        var read = () => LogLine.Read(Encoding.UTF8.GetBytes(line));
        read.Should().Throw<LineFormatException>();
    }

    private static byte[][] Lines(int seed)
    {
        var records = new RandomRecords(seed);
        var writer = new LineWriter();
        var lines = new List<byte[]>();
        for (var i = 0; i < 60; i++)
        {
            writer.Clear();
            switch (i % 4)
            {
                case 0:
                    UseJson.WriteLine(writer, records.Use());
                    break;
                case 1:
                    MarkerJson.WriteSnapshot(writer, records.View(), 0);
                    break;
                default:
                    CommitJson.WriteLine(writer, records.Commit());
                    break;
            }

            lines.Add(writer.Written.ToArray());
        }

        writer.Clear();
        MarkerJson.WriteHeader(writer, new LogHeader("p", "id", 3));
        lines.Add(writer.Written.ToArray());
        writer.Clear();
        MarkerJson.WriteSeal(writer, SealRecord.ForMove(10, 4));
        lines.Add(writer.Written.ToArray());
        writer.Clear();
        MarkerJson.WriteDropped(writer, new DroppedRange(10, 1, 9));
        lines.Add(writer.Written.ToArray());
        return [.. lines];
    }

    private static byte[] Mutate(Random random, byte[] line, byte[][] others)
    {
        var bytes = line.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            // Most of a line is text, where a change does little: half of the changes go where the structure is.
            var at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 120)) : random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)"{}[]\",:\\0-9eE.ntf u"[random.Next(19)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 3:
                    bytes.Insert(at, (byte)"{}[]\",:\\0-9eE.ntf u"[random.Next(19)]);
                    break;
                default:
                    var other = others[random.Next(others.Length)];
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + 30)]);
                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static void Rewrite(LogRecord record)
    {
        var writer = new LineWriter();
        LogRecordWriter.WriteLine(writer, record);
        LogLine.Read(writer.Written).Kind.Should().Be(record.Kind, "what was read can be written and read again");
    }
}
