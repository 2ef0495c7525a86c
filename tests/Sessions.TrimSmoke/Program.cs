using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions;
using Sessions.TrimSmoke;

// The trimmer may take away what only reflection would find, and says nothing: so this app uses every part of the library and
// looks at what comes of it.
var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration["Sessions:IdleTimeout"] = "90m";
builder.Services.AddSessions(static options => options.Retention = TimeSpan.FromDays(7)).AddRemovalHandler<RemovalHandler>();
using var host = builder.Build();
await host.StartAsync();
var steps = new Steps(host.Services.GetRequiredService<SessionManager>());
await steps.RunAsync();
await using (var scope = host.Services.CreateAsyncScope())
{
    steps.Expect(scope.ServiceProvider.GetServices<ISessionRemovalHandler>().Single() is RemovalHandler, "handlers made by the container");
}

await host.StopAsync();
Console.WriteLine($"{steps.Count} steps done");
