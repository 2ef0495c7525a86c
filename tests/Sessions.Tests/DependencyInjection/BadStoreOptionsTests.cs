using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions.DependencyInjection;
using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.DependencyInjection;

/// <summary>What a store cannot be opened with: refused by its constructor and at the host's start, before anything is made on the disk.</summary>
public sealed class BadStoreOptionsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-bad-options-");

    public static TheoryData<string, Action<JsonlStoreOptions>, Action<FileSystemStoreOptions>> Wrong
    {
        get
        {
            var wrong = new TheoryData<string, Action<JsonlStoreOptions>, Action<FileSystemStoreOptions>>();
            foreach (var count in (int[])[0, -1])
            {
                wrong.Add("MaxOpenSessions is one or more.", o => o.MaxOpenSessions = count, o => o.MaxOpenSessions = count);
                wrong.Add("HorizonVersions is one or more;", o => o.HorizonVersions = count, o => o.HorizonVersions = count);
            }

            foreach (var wait in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.MaxValue])
            {
                wrong.Add("LockTimeout is zero (do not wait) to 24 days.", o => o.LockTimeout = wait, o => o.LockTimeout = wait);
            }

            foreach (var age in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(-1)])
            {
                wrong.Add("HorizonAge is more than zero;", o => o.HorizonAge = age, o => o.HorizonAge = age);
            }

            return wrong;
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Numbers_are_refused(string words, Action<JsonlStoreOptions> jsonl, Action<FileSystemStoreOptions> fileSystem)
    {
        var lines = new JsonlStoreOptions();
        jsonl(lines);
        var folders = new FileSystemStoreOptions();
        fileSystem(folders);
        Action[] make =
        [
            () => _ = new JsonlStore(Below("a"), lines),
            () => _ = new FileSystemStore(Below("a"), Below("b"), folders),
        ];
        foreach (var each in make)
        {
            each.Should().Throw<ArgumentOutOfRangeException>().WithMessage(words + "*");
        }

        await RefusedAtStartAsync<ArgumentOutOfRangeException>(words, sessions => sessions.UseJsonl(Below("a"), jsonl));
        await RefusedAtStartAsync<ArgumentOutOfRangeException>(words, sessions => sessions.UseFileSystem(Below("a"), Below("b"), fileSystem));
        _root.GetFileSystemInfos().Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void Paths_that_are_none_are_refused(string path)
    {
        const string Words = "A store's directory is named by a path; * is none. Give one such as \".sessions\".*";
        FluentActions.Invoking(() => new JsonlStore(path)).Should().Throw<ArgumentException>().WithMessage(Words).WithParameterName(nameof(path));
        FluentActions.Invoking(() => new FileSystemStore(path, Below("b"))).Should().Throw<ArgumentException>().WithMessage(Words).WithParameterName(nameof(path));
        FluentActions.Invoking(() => new FileSystemStore(Below("a"), path)).Should().Throw<ArgumentException>().WithMessage(Words).WithParameterName("historyPath");
        _root.GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public void No_path_is_refused()
    {
        FluentActions.Invoking(() => new JsonlStore(null!)).Should().Throw<ArgumentNullException>().WithParameterName("path");
        FluentActions.Invoking(() => new FileSystemStore(null!, Below("b"))).Should().Throw<ArgumentNullException>().WithParameterName("path");
        FluentActions.Invoking(() => new FileSystemStore(Below("a"), null!)).Should().Throw<ArgumentNullException>().WithParameterName("historyPath");
    }

    [Fact]
    public async Task A_path_at_which_a_file_stands_is_refused_and_the_file_stays()
    {
        File.WriteAllText(Below("file"), "mine");
        foreach (var path in (string[])[Below("file"), Below("file", "below")])
        {
            FluentActions.Invoking(() => new JsonlStore(path)).Should().Throw<SessionStoreNotReadyException>().WithMessage($"*{path}*");
            FluentActions.Invoking(() => new FileSystemStore(path, Below("b"))).Should().Throw<SessionStoreNotReadyException>().WithMessage($"*{path}*");
            FluentActions.Invoking(() => new FileSystemStore(Below("a"), path)).Should().Throw<SessionStoreNotReadyException>().WithMessage($"*{path}*");
        }

        await RefusedAtStartAsync<SessionStoreNotReadyException>("file", sessions => sessions.UseJsonl(Below("file")));
        File.ReadAllText(Below("file")).Should().Be("mine");
    }

    [Fact]
    public async Task A_store_of_the_other_kind_is_refused()
    {
        await new JsonlStore(Below("jsonl")).DisposeAsync();
        FluentActions.Invoking(() => new FileSystemStore(Below("jsonl"), Below("b")))
            .Should().Throw<SessionStoreNotReadyException>().WithMessage("*jsonl*filesystem*");
    }

    [Fact]
    public void Nothing_in_place_of_a_collaborator_is_refused()
    {
        var services = TestServices.New();
        var sessions = services.AddSessions();
        (string Parameter, Action Call)[] calls =
        [
            ("services", () => default(IServiceCollection)!.AddSessions()),
            ("configure", () => services.AddSessions((Action<SessionsOptions>)null!)),
            ("section", () => services.AddSessions((Microsoft.Extensions.Configuration.IConfiguration)null!)),
            ("key", () => services.AddKeyedSessions(null!)),
            ("key", () => services.AddKeyedSessions("", _ => { })),
            ("builder", () => default(ISessionsBuilder)!.UseInMemory()),
            ("builder", () => default(ISessionsBuilder)!.UseJsonl()),
            ("builder", () => default(ISessionsBuilder)!.UseFileSystem()),
            ("builder", () => default(ISessionsBuilder)!.UseBackend("memory")),
            ("builder", () => default(ISessionsBuilder)!.AddRemovalHandler<NoHandler>()),
            ("backend", () => sessions.UseBackend(null!)),
            ("backend", () => sessions.UseBackend(" ")),
            ("backend", () => sessions.AddBackend("", _ => null!)),
            ("create", () => sessions.AddBackend("mine", null!)),
            ("create", () => sessions.UseStore((Func<SessionStoreContext, ISessionStore>)null!)),
            ("store", () => sessions.UseStore((ISessionStore)null!)),
        ];
        foreach (var (parameter, call) in calls)
        {
            call.Should().Throw<ArgumentException>().WithParameterName(parameter);
        }
    }

    private static async Task RefusedAtStartAsync<TError>(string words, Action<ISessionsBuilder> use)
        where TError : Exception
    {
        var app = Host.CreateEmptyApplicationBuilder(null);
        use(app.Services.AddSessions());
        using var host = app.Build();
        var start = () => host.StartAsync();
        (await start.Should().ThrowAsync<TError>()).Which.Message.Should().Contain(words);
    }

    private string Below(params string[] parts) => Path.Combine([_root.FullName, .. parts]);

    private sealed class NoHandler : ISessionRemovalHandler
    {
        public ValueTask HandleAsync(RemovedSession removed, CancellationToken cancellationToken) => default;
    }
}
