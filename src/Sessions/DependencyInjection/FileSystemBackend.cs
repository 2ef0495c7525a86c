using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.FileSystem;

namespace Sessions.DependencyInjection;

/// <summary>Makes the filesystem store from settings, and has what happens to its files reported.</summary>
internal static class FileSystemBackend
{
    public const string Name = "filesystem";

    public static ISessionStore Create(SessionStoreContext context)
    {
        var events = new FileEvents();
        events.OnTornTailCut += context.Diagnostics.TornTailCut;
        events.OnDamaged += context.Diagnostics.Damaged;
        events.OnCompactionFailed += context.Diagnostics.CompactionFailed;
        events.OnCatalogFailed += context.Diagnostics.CatalogFailed;
        var projected = new ProjectorEvents();
        projected.OnFailed += context.Diagnostics.ProjectionFailed;
        return new FileSystemStore(
            context.Storage.Path,
            context.Storage.HistoryPath,
            context.Services.GetRequiredService<IOptionsMonitor<FileSystemStoreOptions>>().Get(context.Key ?? Options.DefaultName),
            context.Time,
            events,
            projected);
    }
}
