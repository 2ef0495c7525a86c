namespace Sessions.DependencyInjection.Settings;

/// <summary>What is known of settings that came from outside the code, for messages.</summary>
internal sealed class SettingsOrigin
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>What could not be read, in words.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Remembers under which name a property was set.</summary>
    public void Came(string property, string name) => _names[property] = name;

    /// <summary>The name under which an operator set a property; null when it was not set from outside.</summary>
    public string? NameOf(string property) => _names.GetValueOrDefault(property);
}
