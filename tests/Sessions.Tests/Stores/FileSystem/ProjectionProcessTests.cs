using FluentAssertions;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class ProjectionProcessTests
{
    private static readonly string[] Sessions = ["one", "two", "three"];

    [Fact]
    public async Task Two_processes_write_the_projections_of_the_same_sessions()
    {
        await using var bed = new StoreBed();
        await using var first = await ChildProcess.StartReadyAsync("projecting", [bed.Path, bed.History, "first", "60", .. Sessions]);
        await using var second = await ChildProcess.StartReadyAsync("projecting", [bed.Path, bed.History, "second", "60", .. Sessions]);
        await first.WriteLineAsync("go");
        await second.WriteLineAsync("go");
        await first.ExpectAsync("done");
        await second.ExpectAsync("done");
        await first.WriteLineAsync("close");
        await second.WriteLineAsync("close");
        (await first.WaitForExitAsync()).Should().Be(0);
        (await second.WaitForExitAsync()).Should().Be(0);

        var store = bed.Open(new() { CheckProjections = false });
        foreach (var id in Sessions)
        {
            var key = new SessionKey(id);
            (await store.FindAsync(key))!.Invocations.Count.Should().Be(40);
            await bed.VerifyAsync(store, key);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_killed_process_left_half_done_is_made_good_by_the_next(int seed)
    {
        await using var bed = new StoreBed();
        await using (var child = await ChildProcess.StartReadyAsync("projecting", [bed.Path, bed.History, "killed", "100000", .. Sessions]))
        {
            await child.WriteLineAsync("go");

            // Killed somewhere in its work: after so many messages, wherever its projector is then.
            var conversation = Path.Combine(bed.FolderOf(new SessionKey("two")), "conversation.jsonl");
            for (var length = 0L; length < 1000 * seed; length = File.Exists(conversation) ? new FileInfo(conversation).Length : 0)
            {
                child.HasExited.Should().BeFalse();
                await Task.Yield();
            }

            await child.KillAsync();
        }

        var store = bed.Open();
        await store.FlushProjectionsAsync();
        foreach (var id in Sessions)
        {
            await bed.VerifyAsync(store, new SessionKey(id));
        }
    }
}
