using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests.FileStores;

public sealed class FileSystemImportTests() : FileStoreImportTests("filesystem")
{
    [Fact]
    public async Task Every_link_to_an_invocation_resolves()
    {
        var run = await SampleProcess.RunAsync("import", Transcripts.Own, "--store", "filesystem", "--path", StorePath);
        run.ExitCode.Should().Be(0, run.Error);
        var links = Directory.GetDirectories(StorePath, "invocations", SearchOption.AllDirectories)
            .SelectMany(static folder => new DirectoryInfo(folder).GetFileSystemInfos())
            .ToArray();
        links.Should().HaveCount(5);
        links.Should().AllSatisfy(static link => Directory.Exists(link.ResolveLinkTarget(returnFinalTarget: true)?.FullName).Should().BeTrue(link.FullName));
    }
}
