using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Stores.FileSystem;
using Xunit;

namespace Sessions.Tests.DependencyInjection;

public sealed class UseFileSystemTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-use-filesystem-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Sessions_are_kept_in_folders_at_the_given_paths()
    {
        var services = TestServices.New();
        services.AddSessions().UseFileSystem(Below("here"), Below("tools"), options => options.CheckProjections = false);
        await using (var provider = services.BuildServiceProvider())
        {
            var manager = provider.GetRequiredService<SessionManager>();
            manager.Store.GetService(typeof(FileSystemStore)).Should().NotBeNull();
            await manager.CreateAsync(new NewSession { Id = "s" });
            await manager.LinkInvocationAsync("s", new Invocation("i", "t"));
        }

        File.Exists(Below("here", "sessions", "s", "metadata.json")).Should().BeTrue();
        File.Exists(Below("tools", "t", "i", "record.jsonl")).Should().BeTrue();
    }

    [Fact]
    public async Task The_environment_chooses_it_and_its_paths()
    {
        var services = TestServices.New(
            ("SESSION_STORAGE_ENABLED", "true"),
            ("SESSION_STORAGE_BACKEND", "filesystem"),
            ("SESSION_STORAGE_PATH", Below("there")),
            ("SESSION_HISTORY_PATH", Below("records")));
        services.AddSessions();
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<SessionManager>().CreateAsync(new NewSession { Id = "s" });
        }

        File.Exists(Below("there", "sessions", "s", "log.jsonl")).Should().BeTrue();
        Directory.Exists(Below("records")).Should().BeTrue();
    }

    private string Below(params string[] parts) => Path.Combine([_root.FullName, .. parts]);
}
