namespace Sessions.DependencyInjection.Settings;

/// <summary>A value that was read, which may itself be null.</summary>
internal readonly record struct Parsed<T>(T Value);
