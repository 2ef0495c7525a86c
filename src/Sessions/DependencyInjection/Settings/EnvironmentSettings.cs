namespace Sessions.DependencyInjection.Settings;

/// <summary>The settings as an operator gives them in the environment.</summary>
internal static class EnvironmentSettings
{
    public static void Apply(EnvironmentVariables variables, SessionsOptions to)
    {
        var reader = Reader(variables, to.Origin);
        reader.Read("SESSION_IDLE_TIMEOUT_MINUTES", nameof(to.IdleTimeout), SettingKind.OptionalMinutes, value => to.IdleTimeout = value);
        reader.Read("SESSION_RETENTION_DAYS", nameof(to.Retention), SettingKind.OptionalDays, value => to.Retention = value);
        reader.Read("SESSION_CLEANUP_INTERVAL_MINUTES", nameof(to.CleanupInterval), SettingKind.Minutes, value => to.CleanupInterval = value);
    }

    public static void Apply(EnvironmentVariables variables, SessionsStorageOptions to)
    {
        var reader = Reader(variables, to.Origin);
        reader.Read("SESSION_STORAGE_ENABLED", nameof(to.Enabled), SettingKind.Switch, value => to.Enabled = value);
        reader.Read("SESSION_STORAGE_BACKEND", nameof(to.Backend), SettingKind.Text, value => to.Backend = value);
        reader.Read("SESSION_STORAGE_PATH", nameof(to.Path), SettingKind.Text, value => to.Path = value);
        reader.Read("SESSION_STORAGE_CONNECTION", nameof(to.Connection), SettingKind.Text, value => to.Connection = value);
        reader.Read("SESSION_HISTORY_PATH", nameof(to.HistoryPath), SettingKind.Text, value => to.HistoryPath = value);
    }

    private static SettingReader Reader(EnvironmentVariables variables, SettingsOrigin origin) =>
        new("", name => variables(name), origin);
}
