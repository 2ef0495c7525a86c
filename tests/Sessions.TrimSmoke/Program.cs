using Sessions;
using Sessions.Stores.InMemory;
using Sessions.TrimSmoke;

// The trimmer may take away what only reflection would find, and says nothing: so this app uses every part of the library and
// looks at what comes of it.
await using var store = new InMemoryStore();
var steps = new Steps(new SessionManager(store));
await steps.RunAsync();
Console.WriteLine($"{steps.Count} steps done");
