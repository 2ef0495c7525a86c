using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class ProjectionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Projections_are_a_fold_of_the_log(int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var bed = new ProjectionBed();
        var work = new RandomWork(seed);
        SessionKey[] keys = [new("plain"), new("CON"), new("con"), new("Plain"), new("a/b", "plain"), new(new string('l', 128)), new(new string('p', 250), "x")];
        for (var round = 0; round < 25; round++)
        {
            var key = keys[work.Next(keys.Length)];
            await bed.UpdateAsync(key, work.Fill);
            if (work.Next(3) == 0)
            {
                await bed.FlushAsync();
                await bed.VerifyAsync(key);
            }
        }

        await bed.FlushAsync();
        foreach (var key in keys)
        {
            await bed.UpdateAsync(key, work.Fill);
            await bed.FlushAsync();
            await bed.VerifyAsync(key);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task What_was_torn_altered_or_deleted_is_made_good_when_opened_again(int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var bed = new ProjectionBed();
        var work = new RandomWork(seed);
        SessionKey[] keys = [new("one"), new("team", "two"), new("three")];
        foreach (var key in keys)
        {
            for (var i = 0; i < 10; i++)
            {
                await bed.UpdateAsync(key, work.Fill);
            }
        }

        await bed.FlushAsync();
        for (var round = 0; round < 20; round++)
        {
            var key = keys[work.Next(keys.Length)];
            Damage(bed.PathsOf(key).Folder, work);
            if (work.Next(2) == 0)
            {
                await bed.UpdateAsync(key, work.Fill);
            }

            await bed.ReopenAsync();
            await bed.FlushAsync();
            foreach (var each in keys)
            {
                await bed.VerifyAsync(each);
            }
        }
    }

    [Fact]
    public async Task Opening_again_restores_projections_that_were_all_deleted()
    {
        await using var bed = new ProjectionBed();
        var work = new RandomWork(21);
        var key = new SessionKey("here");
        await bed.UpdateAsync(key, work.Fill);
        await bed.FlushAsync();
        foreach (var entry in new DirectoryInfo(bed.PathsOf(key).Folder).EnumerateFileSystemInfos().Where(entry => entry.Name != "log.jsonl"))
        {
            Delete(entry.FullName);
        }

        await bed.ReopenAsync();
        await bed.Projector.DisposeAsync();

        await bed.VerifyAsync(key);
    }

    [Fact]
    public async Task Messages_are_appended_and_nothing_is_written_twice()
    {
        await using var bed = new ProjectionBed();
        var key = new SessionKey("append");
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("first")).LinkInvocation(new Invocation("i1", "t")));
        await bed.FlushAsync();
        var paths = bed.PathsOf(key);
        using var conversation = File.OpenRead(paths.Conversation);
        using var invocations = File.OpenRead(paths.Invocations);

        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("second")).LinkInvocation(new Invocation("i2", "t")));
        await bed.FlushAsync();

        // A file that had been replaced would leave these handles on the old one.
        conversation.Length.Should().Be(new FileInfo(paths.Conversation).Length);
        invocations.Length.Should().Be(new FileInfo(paths.Invocations).Length);
        await bed.VerifyAsync(key);
    }

    [Fact]
    public async Task A_session_made_again_under_its_id_has_projections_of_its_own()
    {
        await using var bed = new ProjectionBed();
        var key = new SessionKey("again");
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("old")).LinkInvocation(new Invocation("old", "t")));
        await bed.FlushAsync();
        await bed.Source.DeleteAsync(key);
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("new")).LinkInvocation(new Invocation("new", "t")));
        await bed.FlushAsync();
        await bed.VerifyAsync(key);
    }

    [Fact]
    public async Task A_deleted_session_leaves_nothing_but_the_tools_own_folders()
    {
        await using var bed = new ProjectionBed();
        var key = new SessionKey("gone");
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("x")).LinkInvocation(new Invocation("call", "tool")));
        await bed.FlushAsync();
        await bed.Source.DeleteAsync(key);

        await bed.Projector.RemoveAsync(key);

        Directory.Exists(bed.PathsOf(key).Folder).Should().BeFalse();
        File.Exists(Path.Combine(bed.History.Path, "tool", "call", "record.jsonl")).Should().BeTrue();
    }

    [Fact]
    public async Task Deleting_while_it_is_projected_resurrects_nothing()
    {
        await using var bed = new ProjectionBed();
        var key = new SessionKey("race");
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("x")).LinkInvocation(new Invocation("call", "tool")));
        var removing = Task.CompletedTask;
        bed.Source.Reading = async deleted =>
        {
            bed.Source.Reading = null;
            await bed.Source.DeleteAsync(deleted);
            removing = bed.Projector.RemoveAsync(deleted).AsTask();
        };

        await bed.FlushAsync();
        await removing;
        bed.Projector.Changed(key);
        await bed.FlushAsync();

        Directory.Exists(bed.PathsOf(key).Folder).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_deletion_left_behind_is_removed_when_opened_again()
    {
        await using var bed = new ProjectionBed();
        var key = new SessionKey("orphan");
        await bed.UpdateAsync(key, update => update.AppendMessage(NewMessage.User("x")));
        await bed.FlushAsync();
        await bed.Source.DeleteAsync(key);

        await bed.ReopenAsync();
        await bed.FlushAsync();

        Directory.Exists(bed.PathsOf(key).Folder).Should().BeFalse();
    }

    [Fact]
    public async Task Several_projectors_on_one_directory_agree()
    {
        await using var bed = new ProjectionBed();
        await using var other = bed.Open();
        var work = new RandomWork(31);
        var key = new SessionKey("both");
        await bed.UpdateAsync(key, work.Fill);
        for (var round = 0; round < 20; round++)
        {
            var turns = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                other.Changed(key);
                await other.FlushAsync(CancellationToken.None);
            })).ToArray();
            await bed.UpdateAsync(key, work.Fill);
            await bed.FlushAsync();
            await Task.WhenAll(turns);
            await bed.VerifyAsync(key);
        }
    }

    [Fact]
    public async Task A_projection_that_cannot_be_written_is_told_of_and_tried_again()
    {
        await using var bed = new ProjectionBed();
        var (blocked, free) = (new SessionKey("blocked"), new SessionKey("free"));
        var failed = new List<SessionKey>();
        bed.Events.OnFailed += (key, _) => failed.Add(key);
        Directory.CreateDirectory(Path.Combine(bed.PathsOf(blocked).Conversation, "in the way"));
        await bed.UpdateAsync(blocked, update => update.AppendMessage(NewMessage.User("x")));
        await bed.UpdateAsync(free, update => update.AppendMessage(NewMessage.User("x")));

        await bed.Invoking(b => b.FlushAsync().AsTask()).Should().ThrowAsync<SessionStoreUnavailableException>();
        failed.Should().OnlyContain(key => key == blocked).And.NotBeEmpty();
        await bed.VerifyAsync(free);

        Directory.Delete(bed.PathsOf(blocked).Conversation, recursive: true);
        await bed.FlushAsync();
        await bed.VerifyAsync(blocked);
    }

    private static void Damage(string folder, RandomWork work)
    {
        var victims = new DirectoryInfo(folder).GetFileSystemInfos().Where(entry => entry.Name != "log.jsonl").ToArray();
        if (victims.Length == 0)
        {
            return;
        }

        var victim = victims[work.Next(victims.Length)].FullName;
        if (Directory.Exists(victim))
        {
            var links = Directory.GetFileSystemEntries(victim);
            Delete(links.Length > 0 && work.Next(2) == 0 ? links[work.Next(links.Length)] : victim);
            return;
        }

        var bytes = File.ReadAllBytes(victim);
        switch (work.Next(3))
        {
            case 0:
                File.Delete(victim);
                break;
            case 1:
                File.WriteAllBytes(victim, bytes[..work.Next(bytes.Length)]);
                break;
            default:
                bytes[work.Next(bytes.Length)] ^= 1;
                File.WriteAllBytes(victim, bytes);
                break;
        }
    }

    private static void Delete(string path)
    {
        if (new FileInfo(path) is { LinkTarget: null } && Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
