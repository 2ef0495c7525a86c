using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessions.Stores.InMemory;

namespace Sessions.DependencyInjection;

/// <summary>The kinds of store that can be chosen by name, and what to do about those that could be.</summary>
internal static class StoreBackends
{
    public const string Memory = "memory";

    /// <summary>Those that need nothing but this package.</summary>
    private static readonly StoreBackend[] BuiltIn =
    [
        new(Memory, static context => new InMemoryStore(
            context.Services.GetRequiredService<IOptionsMonitor<InMemoryStoreOptions>>().Get(context.Key ?? Options.DefaultName),
            context.Time)),
        new(JsonlBackend.Name, JsonlBackend.Create),
        new(FileSystemBackend.Name, FileSystemBackend.Create),
    ];

    /// <summary>The package of each kind that is not here by itself, and the method that brings it.</summary>
    private static readonly Dictionary<string, (string Package, string Method)> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sqlite"] = ("Sessions.Sqlite", "UseSqlite"),
        ["postgres"] = ("Sessions.PostgreSql", "UsePostgreSql"),
        ["mysql"] = ("Sessions.Sql", "UseMySql"),
    };

    /// <summary>Finds a kind of store; those that were added come before those built in, the last one first.</summary>
    public static StoreBackend? Find(IEnumerable<StoreBackend> added, string name) =>
        BuiltIn.Concat(added).LastOrDefault(backend => string.Equals(backend.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What may be given instead of a name that is not known, or how to make it known.</summary>
    public static string Mend(IEnumerable<StoreBackend> added, string name)
    {
        var known = string.Join(", ", BuiltIn.Concat(added).Select(backend => backend.Name).Distinct(StringComparer.OrdinalIgnoreCase));
        return Elsewhere.TryGetValue(name, out var found)
            ? $"this app does not have that store. Reference the package {found.Package} and call {found.Method} on what AddSessions returns, or choose one of {known}."
            : $"there is no store of that name. Choose one of {known}, or add it with AddBackend on what AddSessions returns.";
    }
}
