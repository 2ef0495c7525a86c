using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.DependencyInjection;

public sealed class AddSessionsTests
{
    [Fact]
    public async Task A_manager_and_its_store_are_there_once_and_in_memory()
    {
        var services = TestServices.New();
        services.AddSessions();
        await using var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<SessionManager>();
        provider.GetRequiredService<SessionManager>().Should().BeSameAs(manager);
        provider.GetRequiredService<ISessionStore>().Should().BeSameAs(manager.Store);
        manager.Store.GetService(typeof(InMemoryStore)).Should().NotBeNull();
        var session = await manager.CreateAsync();
        (await manager.GetAsync(session.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Adding_twice_adds_once_and_what_the_second_says_is_added()
    {
        var services = TestServices.New();
        services.AddSessions(o => o.IdleTimeout = TimeSpan.FromMinutes(7));
        services.AddSessions(o => o.CleanupBatch = 7);
        await using var provider = services.BuildServiceProvider();
        provider.GetServices<SessionManager>().Should().ContainSingle();
        provider.GetServices<ISessionStore>().Should().ContainSingle();
        provider.GetServices<IHostedService>().Should().ContainSingle();
        var session = await provider.GetRequiredService<SessionManager>().CreateAsync();
        session.IdleTimeout.Should().Be(TimeSpan.FromMinutes(7));
        provider.GetOptions<SessionsOptions>().CleanupBatch.Should().Be(7);
    }

    [Fact]
    public async Task One_app_can_have_several_stores()
    {
        var services = TestServices.New();
        services.AddSessions();
        services.AddKeyedSessions("a", o => o.IdleTimeout = TimeSpan.FromMinutes(1)).AddNamed("jsonl").UseBackend("jsonl", s => s.Path = "a");
        services.AddKeyedSessions("b").UseBackend("jsonl", s => s.Path = "b");
        services.AddKeyedSessions("b");
        services.AddSingleton<Consumer>();
        await using var provider = services.BuildServiceProvider();
        var consumer = provider.GetRequiredService<Consumer>();
        Path(consumer.A).Should().Be("a");
        Path(consumer.B).Should().Be("b");
        consumer.A.Store.Should().BeSameAs(provider.GetRequiredKeyedService<ISessionStore>("a"));
        var session = await consumer.A.CreateAsync();
        session.IdleTimeout.Should().Be(TimeSpan.FromMinutes(1));
        (await consumer.B.FindAsync(session.Id)).Should().BeNull();
        (await consumer.Default.FindAsync(session.Id)).Should().BeNull();
        (await consumer.B.CreateAsync()).IdleTimeout.Should().Be(SessionsOptions.DefaultIdleTimeout);
        provider.GetServices<IHostedService>().Should().HaveCount(3);

        static string Path(SessionManager manager) => ((NamedStore)manager.Store.GetService(typeof(NamedStore))!).Context.Storage.Path;
    }

    [Fact]
    public void A_key_is_not_empty()
    {
        var add = () => TestServices.New().AddKeyedSessions("");
        add.Should().Throw<ArgumentException>().WithParameterName("key");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_container_disposes_of_the_store_once_with_or_without_waiting(bool wait)
    {
        NamedStore? made = null;
        var services = TestServices.New();
        services.AddSessions().UseStore(context => made = new NamedStore("own", context));
        var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<SessionManager>();
        for (var i = 0; i < 2; i++)
        {
            if (wait)
            {
                await provider.DisposeAsync();
            }
            else
            {
                provider.Dispose();
            }
        }

        await manager.Store.DisposeAsync();
        made!.Disposals.Should().Be(1);
        var use = async () => await manager.CreateAsync();
        await use.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_store_that_was_lent_outlives_the_container()
    {
        await using var store = new InMemoryStore();
        var services = TestServices.New(("SESSION_STORAGE_ENABLED", "true"), ("SESSION_STORAGE_BACKEND", "nothing-known"));
        services.AddSessions().UseStore(store);
        var provider = services.BuildServiceProvider();
        var session = await provider.GetRequiredService<SessionManager>().CreateAsync();
        await provider.DisposeAsync();
        (await new SessionManager(store).GetAsync(session.Id)).Incarnation.Should().Be(session.Incarnation);
    }

    [Fact]
    public async Task The_clock_of_the_app_is_that_of_the_store()
    {
        var clock = new FakeTimeProvider();
        var services = TestServices.New();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSessions().UseInMemory(o => o.TailCapacity = 3);
        await using var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<SessionManager>();
        var session = await manager.CreateAsync();
        clock.Advance(SessionsOptions.DefaultIdleTimeout);
        (await manager.FindAsync(session.Id)).Should().BeNull();
    }

    private sealed class Consumer(
        SessionManager manager, [FromKeyedServices("a")] SessionManager a, [FromKeyedServices("b")] SessionManager b)
    {
        public SessionManager Default => manager;

        public SessionManager A => a;

        public SessionManager B => b;
    }
}
