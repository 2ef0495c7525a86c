namespace Sessions.DependencyInjection.Settings;

/// <summary>Reads a variable of the environment; null where it is not set.</summary>
internal delegate string? EnvironmentVariables(string name);
