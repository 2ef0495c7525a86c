using Sessions.DependencyInjection;
using Sessions.Stores.Jsonl;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class SessionsBuilderExtensions
{
    /// <summary>Keeps sessions in files that a person can read, one a session.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The store's directory; <c>.sessions</c> when left out. Configuration and the environment may replace it.</param>
    /// <param name="configure">Settings of the store.</param>
    public static ISessionsBuilder UseJsonl(
        this ISessionsBuilder builder, string? path = null, Action<JsonlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(NameOf(builder), configure);
        }

        return builder.UseBackend(JsonlBackend.Name, storage => storage.Path = path ?? storage.Path);
    }
}
