using FluentAssertions;
using Sessions.Stores.Files;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Tests.Stores.Files.Locking;

public sealed class WriterLivenessTests : LockTestBase
{
    [Fact]
    public async Task A_writer_lives_as_long_as_its_process()
    {
        await using ChildProcess child = await ChildProcess.StartReadyAsync("writer", Store, "w-1");
        WriterLiveness.IsAlive(Store, "w-1").Should().BeTrue();
        WriterLiveness.TryRemoveDead(Store, "w-1").Should().BeFalse();
        child.Suspend();
        WriterLiveness.IsAlive(Store, "w-1").Should().BeTrue("a suspended process lives");
        await child.KillAsync();
        WriterLiveness.IsAlive(Store, "w-1").Should().BeFalse();
        WriterLiveness.List(Store).Should().Equal("w-1");
        WriterLiveness.TryRemoveDead(Store, "w-1").Should().BeTrue();
        WriterLiveness.List(Store).Should().BeEmpty();
        WriterLiveness.IsAlive(Store, "w-1").Should().BeFalse();
    }

    [Fact]
    public void Its_own_process_sees_it_too_and_reading_its_file_does_not_end_it()
    {
        using (WriterLiveness.Announce(Store, "w-2"))
        {
            Action read = () => File.ReadAllText(Path.Combine(Store, "writers", "w-2"));
            read.Should().Throw<IOException>();
            WriterLiveness.IsAlive(Store, "w-2").Should().BeTrue();
            Action again = () => WriterLiveness.Announce(Store, "w-2");
            again.Should().Throw<SessionStoreNotReadyException>().WithMessage("*alive*");
        }

        WriterLiveness.IsAlive(Store, "w-2").Should().BeFalse();
        WriterLiveness.List(Store).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("UPPER")]
    public void Unsafe_names_are_refused(string id)
    {
        Action announce = () => WriterLiveness.Announce(Store, id);
        announce.Should().Throw<ArgumentException>().WithMessage("*a-z*");
    }
}
