using System.Text;
using FluentAssertions;
using Sessions.PostgreSql;
using Xunit;

namespace Sessions.Sql.Tests.Feed;

public sealed class NotificationPayloadTests
{
    [Fact]
    public void What_is_said_is_what_is_read()
    {
        string[] rows = ["s-1", "tenant/s-1", "two\nlines/s-1", "日本/s-1", Notification.Everything];
        var payloads = Notification.Compose("me", rows);
        payloads.Should().ContainSingle();
        var (sender, read) = Notification.Read(payloads[0]);
        sender.Should().Be("me");
        read.Should().Equal(rows);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\uFDD0")]
    [InlineData("\u0001\n")]
    [InlineData("\0")]
    [InlineData("\u0002\r\uFFFF")]
    public void Whatever_a_partition_is_called_its_rows_are_told_as_they_are(string partition)
    {
        string[] rows = [SqlKeys.RowOf(new SessionKey(partition, "s")), SqlKeys.RowOf(new SessionKey("", "t"))];
        Notification.Read(Notification.Compose("me", rows)[0]).Rows.Should().Equal(rows);
    }

    [Fact]
    public void A_question_names_no_session()
    {
        var payloads = Notification.Compose("me", []);
        payloads.Should().ContainSingle();
        Notification.Read(payloads[0]).Rows.Should().BeEmpty();
    }

    [Fact]
    public void No_payload_is_longer_than_the_server_takes()
    {
        string[] rows = [.. Enumerable.Range(0, 500).Select(i => $"{new string('\n', 30)}{new string('字', 34)}/s-{i}")];
        var payloads = Notification.Compose(Guid.NewGuid().ToString("N"), rows);
        payloads.Should().HaveCountGreaterThan(1).And.OnlyContain(payload => Encoding.UTF8.GetByteCount(payload) < 8000);
        payloads.SelectMany(payload => Notification.Read(payload).Rows).Should().Equal(rows);
    }
}
