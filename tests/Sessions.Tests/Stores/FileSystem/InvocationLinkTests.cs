using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class InvocationLinkTests
{
    private static readonly SessionKey Key = new("team", "linked");

    [Fact]
    public async Task A_link_leads_to_the_tools_own_folder_and_a_record_there_stays_the_tools()
    {
        await using var bed = new ProjectionBed();
        var own = Directory.CreateDirectory(Path.Combine(bed.History.Path, "search", "2026", "7")).FullName;
        await File.WriteAllTextAsync(Path.Combine(own, "record.jsonl"), "the tool's\n");

        await bed.UpdateAsync(Key, update => update.LinkInvocation(new Invocation("call-7", "search") { Directory = "search/2026/7" }));
        await bed.FlushAsync();

        File.ReadAllText(Path.Combine(bed.PathsOf(Key).Links, "call-7", "record.jsonl")).Should().Be("the tool's\n");
        Directory.GetFileSystemEntries(own).Should().HaveCount(1);
        await bed.VerifyAsync(Key);
    }

    [Fact]
    public async Task Where_a_tool_keeps_no_record_one_names_the_session()
    {
        await using var bed = new ProjectionBed();
        await bed.UpdateAsync(Key, update => update.LinkInvocation(new Invocation("call-8", "search")));
        await bed.FlushAsync();

        File.ReadAllText(Path.Combine(bed.History.Path, "search", "call-8", "record.jsonl")).Should()
            .StartWith("{\"f\":1,\"session\":\"linked\",\"partition\":\"team\",\"invocation\":\"call-8\",\"tool\":\"search\",\"at\":\"").And.EndWith("Z\"}\n");
    }

    [Fact]
    public async Task Links_are_relative_so_that_store_and_history_can_be_moved_together()
    {
        await using var bed = new ProjectionBed();
        await bed.UpdateAsync(Key, update => update.LinkInvocation(new Invocation("call", "search")));
        await bed.FlushAsync();

        new FileInfo(Path.Combine(bed.PathsOf(Key).Links, "call")).LinkTarget.Should().Be("../../../../../history/search/call");
    }

    [Fact]
    public async Task Where_symbolic_links_are_refused_a_file_names_the_folder()
    {
        await using var bed = new ProjectionBed(symbolicLinks: false);
        await bed.UpdateAsync(Key, update => update.LinkInvocation(new Invocation("a", "t")).LinkInvocation(new Invocation("a.link.json", "t")));
        await bed.FlushAsync();
        await bed.VerifyAsync(Key);
        await bed.ReopenAsync();
        await bed.FlushAsync();
        await bed.VerifyAsync(Key);
    }

    [Fact]
    public async Task A_folder_that_became_a_way_out_is_not_linked()
    {
        await using var bed = new ProjectionBed();
        var outside = Directory.CreateDirectory(Path.Combine(bed.Root, "outside")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(bed.History.Path, "trap"), outside);

        await bed.UpdateAsync(Key, update => update.LinkInvocation(new Invocation("call", "t") { Directory = "trap/x" }));
        await bed.FlushAsync();

        Directory.GetFileSystemEntries(outside).Should().BeEmpty();
        Directory.GetFileSystemEntries(bed.PathsOf(Key).Links).Should().BeEmpty();
    }
}
