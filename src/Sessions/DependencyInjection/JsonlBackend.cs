using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.Jsonl;

namespace Sessions.DependencyInjection;

/// <summary>Makes the JSONL store from settings, and has what happens to its files reported.</summary>
internal static class JsonlBackend
{
    public const string Name = "jsonl";

    public static ISessionStore Create(SessionStoreContext context)
    {
        var events = new FileEvents();
        events.OnTornTailCut += context.Diagnostics.TornTailCut;
        events.OnDamaged += context.Diagnostics.Damaged;
        events.OnCompactionFailed += context.Diagnostics.CompactionFailed;
        events.OnCatalogFailed += context.Diagnostics.CatalogFailed;
        return new JsonlStore(
            context.Storage.Path,
            context.Services.GetRequiredService<IOptionsMonitor<JsonlStoreOptions>>().Get(context.Key ?? Options.DefaultName),
            context.Time,
            events);
    }
}
