using System.Text;
using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Serialization;

/// <summary>
/// What version 1 of the format looks like, for ever. These files were not written by the code under test; a build that
/// cannot read them, or writes them differently, has broken what users have on disk.
/// </summary>
public class GoldenTests
{
    public static TheoryData<string> Files => new("commits.jsonl", "records.jsonl", "views.jsonl");

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_read_is_written_back_in_the_same_bytes(string file)
    {
        var writer = new LineWriter();
        foreach (var line in GoldenFile.Lines(file))
        {
            LineChecksum.Verify(line).Should().BeTrue();
            writer.Clear();
            LogRecordWriter.WriteLine(writer, LogLine.Read(line));
            Encoding.UTF8.GetString(writer.Written).Should().Be(Encoding.UTF8.GetString(line));
        }
    }

    [Fact]
    public void Commits_are_what_they_were()
    {
        var read = GoldenFile.Lines("commits.jsonl").Select(line => LogLine.Read(line).Commit).ToArray();

        read.Should().HaveSameCount(GoldenCommits.Expected);
        for (var i = 0; i < read.Length; i++)
        {
            read[i].Should().BeEquivalentTo(GoldenCommits.Expected[i], RecordEquivalency.Exactly, "line {0}", i + 1);
            (read[i].AtTicks, read[i].ExpiryTicks, read[i].KeyBack, read[i].UnknownFields).Should().Be((
                GoldenCommits.Expected[i].AtTicks,
                GoldenCommits.Expected[i].ExpiryTicks,
                GoldenCommits.Expected[i].KeyBack,
                GoldenCommits.Expected[i].UnknownFields));
            read[i].EventArray.Select(change => change.UnknownFields)
                .Should().Equal(GoldenCommits.Expected[i].EventArray.Select(change => change.UnknownFields));
        }

        var messages = read.SelectMany(commit => commit.EventArray).OfType<Sessions.Events.MessageAppended>().Select(appended => appended.Message);
        messages.Select(message => message.Back).Should().Equal(0, 0, 312, 0);
    }

    [Fact]
    public void Every_kind_of_event_has_its_golden_line()
    {
        var kinds = typeof(SessionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SessionEvent)));

        GoldenCommits.Expected.SelectMany(commit => commit.EventArray).Select(change => change.GetType()).Distinct()
            .Should().BeEquivalentTo(kinds);
    }

    [Fact]
    public void Other_records_are_what_they_were()
    {
        var read = GoldenFile.Lines("records.jsonl").Select(line => LogLine.Read(line)).ToArray();

        read[0].Header.Should().Be(new LogHeader("$user:Zoë", "Trip-1", 2));
        read[1].Use.Should().Be(new UseRecord(At(1)) { Channel = Channel.Default, ExpiryTicks = At(1) + TimeSpan.TicksPerMinute });
        read[2].Use.Should().Be(new UseRecord(At(2))
        {
            ChangesLease = true,
            Holder = "worker \"1\"",
            FencingToken = 7,
            LeaseExpiry = At(31),
            ExpiryTicks = At(2) + 10,
        });
        read[3].Use.Should().Be(new UseRecord(At(3)) { ChangesLease = true, FencingToken = 7 });
        read[4].Dropped.Should().Be(new DroppedRange(At(4), 1, 900));
        read[5].Seal.Should().Be(SealRecord.ForMove(At(5), 3));
        read[6].Seal.Should().Be(SealRecord.ForRemoval(At(5), RemovalReason.Deleted));
        read[7].Seal.Should().Be(SealRecord.ForRemoval(At(5), RemovalReason.Expired));
        read[8].Seal.Should().Be(SealRecord.ForRemoval(At(5), RemovalReason.Retention));
        read[9].Seal.Should().Be(SealRecord.ForRemoval(At(5), RemovalReason.Age));
        read[9].UnknownFields.Should().Be(JsonText.Parse("{\"later\":1}"));
        read[10].Unknown.ToString().Should().Be("{\"f\":1,\"novel\":{\"a\":\"ü\"},\"t\":\"2026-11-21T05:13:06.123456Z\"}");
    }

    [Fact]
    public void Views_are_what_they_were()
    {
        var lines = GoldenFile.Lines("views.jsonl").Select(line => LogLine.Read(line)).ToArray();
        var read = lines.Select(line => line.Snapshot).ToArray();

        lines.Select(line => line.Kept).Should().Equal(0, 0, 1024 * 1024);
        read.Should().HaveSameCount(GoldenViews.Expected);
        for (var i = 0; i < read.Length; i++)
        {
            var expected = GoldenViews.Expected[i];
            read[i].Should().BeEquivalentTo(expected, RecordEquivalency.Exactly);
            (read[i].ExpiryTicks, read[i].IdleFromTicks, read[i].LastFencingToken, read[i].KeyPosition, read[i].Details.Horizon, read[i].Details.UnknownFields)
                .Should().Be((expected.ExpiryTicks, expected.IdleFromTicks, expected.LastFencingToken, expected.KeyPosition, expected.Details.Horizon, expected.Details.UnknownFields));
            read[i].Chats.Select(chat => chat.Position).Should().Equal(expected.Chats.Select(chat => chat.Position));
        }
    }

    private static long At(int second) => new DateTime(2026, 11, 21, 5, 13, 0, 123, 456).AddSeconds(second).Ticks;
}
