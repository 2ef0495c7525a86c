using Sessions.DependencyInjection;
using Sessions.DependencyInjection.Settings;

namespace Sessions;

/// <summary>Where an app keeps its sessions, as an operator chooses it.</summary>
/// <remarks>
/// Code comes first, then configuration (<c>Sessions:Storage:…</c>), then the environment (<c>SESSION_STORAGE_…</c>): what
/// comes later replaces what came before, setting by setting. A store given with <c>UseStore</c> is the app's own choice,
/// which none of these changes.
/// </remarks>
public sealed class SessionsStorageOptions
{
    /// <summary>The default of <see cref="Backend"/>: <c>jsonl</c>.</summary>
    public const string DefaultBackend = "jsonl";

    /// <summary>The default of <see cref="Path"/>: <c>.sessions</c>.</summary>
    public const string DefaultPath = ".sessions";

    /// <summary>The default of <see cref="HistoryPath"/>: <c>.history</c>.</summary>
    public const string DefaultHistoryPath = ".history";

    /// <summary>Whether sessions are kept in <see cref="Backend"/>; while false they are kept in memory, whatever the rest says.</summary>
    /// <value>false</value>
    public bool Enabled { get; set; }

    /// <summary>
    /// The kind of store: <c>memory</c>, <c>jsonl</c>, <c>filesystem</c>, <c>sqlite</c>, <c>postgres</c>, <c>mysql</c>, or a
    /// name of the app's own; case does not matter.
    /// </summary>
    /// <value><c>jsonl</c></value>
    public string Backend { get; set; } = DefaultBackend;

    /// <summary>The directory of a file store, or the file of a SQLite database; relative to the current directory unless rooted.</summary>
    /// <value><c>.sessions</c></value>
    public string Path { get; set; } = DefaultPath;

    /// <summary>The connection string of a database; never logged.</summary>
    /// <value>null</value>
    public string? Connection { get; set; }

    /// <summary>The directory below which tools keep the records of their invocations.</summary>
    /// <value><c>.history</c></value>
    public string HistoryPath { get; set; } = DefaultHistoryPath;

    /// <summary>A store of the app's own, which nothing outside replaces; null when the kind is chosen by name.</summary>
    internal OwnStore? Own { get; set; }

    /// <summary>Which settings came from outside the code, and under which names.</summary>
    internal SettingsOrigin Origin { get; } = new();
}
