using Sessions.DependencyInjection;
using Sessions.Stores.FileSystem;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class SessionsBuilderExtensions
{
    /// <summary>Keeps sessions in folders that people and tools look into, with links to the records of their tool invocations.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The store's directory; <c>.sessions</c> when left out. Configuration and the environment may replace it.</param>
    /// <param name="historyPath">
    /// The directory below which tools keep the records of their invocations; <c>.history</c> when left out. Configuration and
    /// the environment may replace it.
    /// </param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseFileSystem(
        this ISessionsBuilder builder, string? path = null, string? historyPath = null, Action<FileSystemStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(NameOf(builder), configure);
        }

        return builder.UseBackend(FileSystemBackend.Name, storage =>
        {
            storage.Path = path ?? storage.Path;
            storage.HistoryPath = historyPath ?? storage.HistoryPath;
        });
    }
}
