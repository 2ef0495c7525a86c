using System.Data.Common;

namespace Sessions.Sql;

/// <summary>What a store can be opened with: each refusal names the setting, what it is, and what it may be.</summary>
internal static class SqlStoreRules
{
    public static void Check(SqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AtLeastOne(options, options.MaxConnections, nameof(options.MaxConnections));
        AtLeastOne(options, options.MaxCachedSessions, nameof(options.MaxCachedSessions));
        if (options.MessageCacheSize < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MessageCacheSize, "MessageCacheSize is zero (keep none) or more, in bytes.");
        }

        if (options.RetryFor < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.RetryFor, "RetryFor is zero (do not try again) or more.");
        }

        if (options.PollingInterval < TimeSpan.FromMilliseconds(5) || options.PollingInterval > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.PollingInterval, "PollingInterval is 5 milliseconds to one hour.");
        }
    }

    public static void Check(SqlDialect dialect, DbDataSource? source, string parameter)
    {
        if (source is not null && dialect.RefusalOf(source) is { } refusal)
        {
            throw new ArgumentException(refusal, parameter);
        }
    }

    private static void AtLeastOne(SqlStoreOptions options, int value, string setting)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{setting} is one or more.");
        }
    }
}
