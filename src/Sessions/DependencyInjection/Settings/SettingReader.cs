namespace Sessions.DependencyInjection.Settings;

/// <summary>Reads settings of one source. What cannot be read is remembered, to be told with the rest of the bad news.</summary>
/// <param name="prefix">What stands before each name where an operator sees it.</param>
/// <param name="values">Finds the text of a setting; null where it is not set.</param>
/// <param name="origin">Remembers whence each setting came.</param>
internal sealed class SettingReader(string prefix, Func<string, string?> values, SettingsOrigin origin)
{
    /// <summary>Reads a setting and hands it on where it is set. Blank is not set, as compose files and templates leave it.</summary>
    /// <param name="name">Its name in this source.</param>
    /// <param name="property">The property that it sets.</param>
    /// <param name="kind">How it is written.</param>
    /// <param name="set">Takes it.</param>
    public void Read<T>(string name, string property, SettingKind<T> kind, Action<T> set)
    {
        var text = values(name)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        origin.Came(property, prefix + name);
        if (kind.Parse(text) is { } parsed)
        {
            set(parsed.Value);
        }
        else
        {
            origin.Failures.Add($"{prefix}{name} is \"{text}\"; it is {kind.Expected}.");
        }
    }
}
