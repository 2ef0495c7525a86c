using Microsoft.Extensions.DependencyInjection;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>app SESSION</c>: an app that says <c>AddSessions()</c> and nothing else. Prints the name of its store, and how many
/// messages the session has once it has appended one, and the store's default idle timeout and retention.
/// </summary>
internal sealed class AppVerb : IVerb
{
    public string Name => "app";

    public async Task<int> RunAsync(string[] arguments)
    {
        var services = new ServiceCollection();
        services.AddSessions();
        await using var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<SessionManager>();
        Console.WriteLine(manager.Store.Name);
        await manager.GetOrCreateAsync(arguments[0], cancellationToken: CancellationToken.None);
        var view = await manager.AppendMessageAsync(arguments[0], NewMessage.User("from a process"));
        Console.WriteLine(view.Messages.Total);
        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<SessionsOptions>>().Value;
        Console.WriteLine($"{options.IdleTimeout} {options.Retention}");
        return 0;
    }
}
