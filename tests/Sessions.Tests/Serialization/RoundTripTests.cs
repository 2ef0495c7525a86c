using System.Buffers;
using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Serialization;

public class RoundTripTests
{
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 20));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_commit_reads_back_equal_and_writes_the_same_bytes(int seed)
    {
        var random = new RandomRecords(seed);
        var writer = new LineWriter();
        for (var i = 0; i < 30; i++)
        {
            var commit = random.Commit();
            var line = Line(writer, w => CommitJson.WriteLine(w, commit));

            LineChecksum.Verify(line).Should().BeTrue();
            line.AsSpan().IndexOf((byte)'\n').Should().Be(line.Length - 1, "a line is one line (seed {0})", seed);
            var read = LogLine.Read(line).Commit;
            read.Should().BeEquivalentTo(commit, RecordEquivalency.Exactly, "seed {0}", seed);
            (read.AtTicks, read.ExpiryTicks, read.KeyBack).Should().Be((commit.AtTicks, commit.ExpiryTicks, commit.KeyBack));
            Line(writer, w => CommitJson.WriteLine(w, read)).Should().Equal(line);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_view_reads_back_equal_and_writes_the_same_bytes(int seed)
    {
        var random = new RandomRecords(seed);
        var writer = new LineWriter();
        for (var i = 0; i < 30; i++)
        {
            var view = random.View();
            var line = Line(writer, w => MarkerJson.WriteSnapshot(w, view, view.UpdatedTicks));

            LineChecksum.Verify(line).Should().BeTrue();
            line.AsSpan().IndexOf((byte)'\n').Should().Be(line.Length - 1);
            var read = LogLine.Read(line).Snapshot;
            read.Should().BeEquivalentTo(view, RecordEquivalency.Exactly, "seed {0}", seed);
            (read.ExpiryTicks, read.IdleFromTicks, read.LastFencingToken, read.KeyPosition, read.Details.UnknownFields)
                .Should().Be((view.ExpiryTicks, view.IdleFromTicks, view.LastFencingToken, view.KeyPosition, view.Details.UnknownFields));
            read.Chats.Select(chat => chat.Position).Should().Equal(view.Chats.Select(chat => chat.Position));
            Line(writer, w => MarkerJson.WriteSnapshot(w, read, view.UpdatedTicks)).Should().Equal(line);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_use_reads_back_equal(int seed)
    {
        var random = new RandomRecords(seed);
        var writer = new LineWriter();
        for (var i = 0; i < 30; i++)
        {
            var use = random.Use();
            LogLine.Read(Line(writer, w => UseJson.WriteLine(w, use))).Use.Should().Be(use, "seed {0}", seed);
        }
    }

    [Fact]
    public void A_view_without_its_state_has_all_else()
    {
        var view = new RandomRecords(3).View();
        var writer = new LineWriter();
        ViewJson.Write(writer, view, includeState: false);

        var read = ViewJson.Read(writer.Written);

        read.State.Should().BeEmpty();
        view.StateMap = SortedMap<StateEntry>.Empty;
        read.Should().BeEquivalentTo(view, RecordEquivalency.Exactly);
    }

    [Fact]
    public void Peeking_tells_what_stands_before_the_events()
    {
        var random = new RandomRecords(4);
        var writer = new LineWriter();
        for (var i = 0; i < 50; i++)
        {
            var commit = random.Commit();
            var use = random.Use();

            LogLine.Peek(Line(writer, w => CommitJson.WriteLine(w, commit)))
                .Should().Be(new LineEnvelope(RecordKind.Commit, commit.FirstVersion, commit.AtTicks, commit.ExpiryTicks));
            LogLine.Peek(Line(writer, w => UseJson.WriteLine(w, use)))
                .Should().Be(new LineEnvelope(RecordKind.Use, 0, use.At, use.ExpiryTicks));
        }
    }

    [Fact]
    public void Store_authors_write_and_read_commits_and_views()
    {
        var random = new RandomRecords(5);
        var (commit, view) = (random.Commit(), random.View());
        var (commits, views) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());

        CommitSerializer.Write(commit, commits);
        SessionSerializer.Write(view, views);

        CommitSerializer.Read(commits.WrittenSpan).Should().BeEquivalentTo(commit, RecordEquivalency.Exactly);
        SessionSerializer.Read(views.WrittenSpan).Should().BeEquivalentTo(view, RecordEquivalency.Exactly);
        var mixedUp = () => CommitSerializer.Read(views.WrittenSpan);
        mixedUp.Should().Throw<FormatException>().WithMessage("*not a commit*");
    }

    [Fact]
    public void A_record_of_a_newer_format_says_so()
    {
        var inFile = () => LogLine.Read("{\"f\":2,\"whatever\":[]}"u8);
        var inStore = () => CommitSerializer.Read("{\"f\":2,\"whatever\":[]}"u8);

        inFile.Should().Throw<LineFormatException>().Which.NewerFormat.Should().Be(2);
        inStore.Should().Throw<SessionStoreNotReadyException>().WithMessage("*version 2*newer build*");
    }

    private static byte[] Line(LineWriter writer, Action<LineWriter> write)
    {
        writer.Clear();
        write(writer);
        return writer.Written.ToArray();
    }
}
