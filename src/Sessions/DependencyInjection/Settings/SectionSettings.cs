using Microsoft.Extensions.Configuration;

namespace Sessions.DependencyInjection.Settings;

/// <summary>The settings as they stand in a section of configuration. Read by hand: nothing is reflected on.</summary>
internal static class SectionSettings
{
    public const string DefaultSection = "Sessions";

    private const string Storage = "Storage:";

    public static void Apply(IConfiguration section, SessionsOptions to)
    {
        var reader = Reader(section, to.Origin);
        reader.Read(nameof(to.IdleTimeout), nameof(to.IdleTimeout), SettingKind.OptionalDuration, value => to.IdleTimeout = value);
        reader.Read(nameof(to.AbsoluteLifetime), nameof(to.AbsoluteLifetime), SettingKind.OptionalDuration, value => to.AbsoluteLifetime = value);
        reader.Read(nameof(to.TouchCoalescing), nameof(to.TouchCoalescing), SettingKind.Duration, value => to.TouchCoalescing = value);
        reader.Read(nameof(to.Retention), nameof(to.Retention), SettingKind.OptionalDuration, value => to.Retention = value);
        reader.Read(nameof(to.CleanupInterval), nameof(to.CleanupInterval), SettingKind.Duration, value => to.CleanupInterval = value);
        reader.Read(nameof(to.CleanupBatch), nameof(to.CleanupBatch), SettingKind.Count, value => to.CleanupBatch = value);
        reader.Read(nameof(to.CleanupDryRun), nameof(to.CleanupDryRun), SettingKind.Switch, value => to.CleanupDryRun = value);
        reader.Read(nameof(to.LeaseLifetime), nameof(to.LeaseLifetime), SettingKind.Duration, value => to.LeaseLifetime = value);
        reader.Read(nameof(to.LeaseHeartbeat), nameof(to.LeaseHeartbeat), SettingKind.Duration, value => to.LeaseHeartbeat = value);
    }

    public static void Apply(IConfiguration section, SessionsStorageOptions to)
    {
        var reader = Reader(section, to.Origin);
        reader.Read(Storage + nameof(to.Enabled), nameof(to.Enabled), SettingKind.Switch, value => to.Enabled = value);
        reader.Read(Storage + nameof(to.Backend), nameof(to.Backend), SettingKind.Text, value => to.Backend = value);
        reader.Read(Storage + nameof(to.Path), nameof(to.Path), SettingKind.Text, value => to.Path = value);
        reader.Read(Storage + nameof(to.Connection), nameof(to.Connection), SettingKind.Text, value => to.Connection = value);
        reader.Read(Storage + nameof(to.HistoryPath), nameof(to.HistoryPath), SettingKind.Text, value => to.HistoryPath = value);
    }

    private static SettingReader Reader(IConfiguration section, SettingsOrigin origin) =>
        new(section is IConfigurationSection { Path: var path } ? path + ":" : "", name => section[name], origin);
}
