using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite;

/// <summary>Where a database is, as code and operators write it: a path, a connection string, or SQLite's own address, <c>file:…</c>.</summary>
/// <remarks>
/// An address is put into the words of a connection string, so that the store knows the file, beside which its locks lie, and whether
/// there is one. What it could say besides would be wrong here: other locks than the engine's, a file that nobody changes.
/// </remarks>
internal static class SqliteAddress
{
    private const string DefaultFile = "sessions.db";
    private const string Scheme = "file:";
    private const string DataDirectory = "|DataDirectory|";
    private const string Instead = "Write \"Data Source=PATH\" for a file, or \"Data Source=NAME;Mode=Memory;Cache=Shared\" for a database in memory.";

    public static bool IsConnectionString(string text) => text.Contains('=', StringComparison.Ordinal) && !IsAddress(text);

    /// <summary>Reads any of the three.</summary>
    /// <exception cref="ArgumentException">It is none that the store can use; a connection string is not repeated.</exception>
    public static SqliteConnectionStringBuilder Read(string text) => IsConnectionString(text) ? OfConnection(text) : OfPath(text);

    public static SqliteConnectionStringBuilder OfPath(string path)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path };
        Resolve(connection);
        if (connection.Mode != SqliteOpenMode.Memory
            && (path == SessionsStorageOptions.DefaultPath || Path.EndsInDirectorySeparator(connection.DataSource) || Directory.Exists(connection.DataSource)))
        {
            connection.DataSource = Path.Combine(connection.DataSource, DefaultFile);
        }

        return connection;
    }

    public static SqliteConnectionStringBuilder OfConnection(string text)
    {
        SqliteConnectionStringBuilder connection;
        try
        {
            connection = new SqliteConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            // What the provider says of it may hold a part of it, such as the end of a password.
            throw new ArgumentException(
                $"The text has an equals sign in it, but is no connection string that SQLite's provider can read. {Instead} A value with a semicolon in it stands in quotes.");
        }

        Resolve(connection);
        return connection;
    }

    private static bool IsAddress(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    private static void Resolve(SqliteConnectionStringBuilder connection)
    {
        var source = connection.DataSource;
        if (IsAddress(source))
        {
            connection.DataSource = PathOf(source.AsSpan(Scheme.Length), out var query);
            foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                Apply(Uri.UnescapeDataString(part), connection);
            }
        }
        else if (AppDomain.CurrentDomain.GetData("DataDirectory") is string { Length: > 0 } root
            && source is not ("" or ":memory:") && connection.Mode != SqliteOpenMode.Memory)
        {
            // As the provider does, so that the locks lie where it looks for the file.
            connection.DataSource = source.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase)
                ? Path.Combine(root, source[DataDirectory.Length..].TrimStart('/', '\\'))
                : Path.Combine(root, source);
        }

        if (connection.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new ArgumentException(
                $"The address of the database asks for reading only, and a store writes: to read a session is to use it. Leave that out. {Instead}");
        }

        if (string.IsNullOrWhiteSpace(connection.DataSource) && connection.Mode != SqliteOpenMode.Memory)
        {
            // To SQLite that is a file that goes with its connection: a setting left empty is to lose nobody his sessions.
            throw new ArgumentException($"The address of the database names no file. {Instead}");
        }
    }

    /// <summary>The path of an address, and what follows its question mark. What follows a hash means nothing to SQLite.</summary>
    private static string PathOf(ReadOnlySpan<char> address, out string query)
    {
        address = address.IndexOf('#') is >= 0 and var hash ? address[..hash] : address;
        var mark = address.IndexOf('?');
        query = mark < 0 ? "" : address[(mark + 1)..].ToString();
        var path = mark < 0 ? address : address[..mark];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            var rest = path[2..];
            var slash = rest.IndexOf('/');
            var host = slash < 0 ? rest : rest[..slash];
            if (host is not ("" or "localhost"))
            {
                throw new ArgumentException($"The address of the database names another machine, \"{host}\", and SQLite opens files of this one. {Instead}");
            }

            path = slash < 0 ? "" : rest[slash..];
        }

        var file = Uri.UnescapeDataString(path);
        return OperatingSystem.IsWindows() && file is ['/', _, ':', ..] ? file[1..] : file;
    }

    private static void Apply(string setting, SqliteConnectionStringBuilder connection)
    {
        switch (setting)
        {
            case "mode=memory":
                connection.Mode = SqliteOpenMode.Memory;
                break;
            case "mode=ro":
                connection.Mode = SqliteOpenMode.ReadOnly;
                break;
            case "mode=rw":
                connection.Mode = SqliteOpenMode.ReadWrite;
                break;
            case "mode=rwc":
                connection.Mode = SqliteOpenMode.ReadWriteCreate;
                break;
            case "cache=shared":
                connection.Cache = SqliteCacheMode.Shared;
                break;
            case "cache=private":
                connection.Cache = SqliteCacheMode.Private;
                break;
            default:
                // Only the name: the value may be a key.
                throw new ArgumentException(
                    $"What the address of the database says of \"{setting.Split('=')[0]}\" this store does not take; it takes mode=memory, rw or rwc and cache=shared or private. {Instead}");
        }
    }
}
