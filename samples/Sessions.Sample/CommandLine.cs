namespace Sessions.Sample;

/// <summary>Reads the command line. By hand: it is three commands and three options.</summary>
internal static class CommandLine
{
    public const string Usage = """
        usage:
          Sessions.Sample [--store S] [--path PATH] [--connection STRING]               walk through one conversation across three channels
          Sessions.Sample import FILE [--store S] [--path PATH] [--connection STRING]   import transcripts in the OpenAI chat format
          Sessions.Sample stats [--store S] [--path PATH] [--connection STRING]         tell what a store holds

          --store       memory, jsonl, filesystem, sqlite, postgres or mysql; what the environment says (SESSION_STORAGE_BACKEND) when left out,
                        and the memory where nothing is asked for but the walk
          --path        the directory of jsonl and filesystem, the file of sqlite; .sessions when left out
          --connection  the connection string of postgres and mysql
        """;

    public static Command Parse(string[] arguments) => arguments switch
    {
        [] => new Command.Walk(new StoreChoice(StoreKind.Memory)),
        ["--help" or "-h" or "help", ..] => new Command.Help(),
        ["--store" or "--path" or "--connection", ..] => ParseWalk(arguments),
        ["import", .. var rest] => ParseImport(rest),
        ["stats", .. var rest] => ParseStats(rest),
        [var other, ..] => throw new UsageException($"There is no command \"{other}\"."),
    };

    private static Command.Walk ParseWalk(string[] arguments)
    {
        var (files, store) = ParseOptions(arguments);
        return files is [] ? new Command.Walk(store) : throw new UsageException($"The walk-through takes no file; \"{files[0]}\" was given.");
    }

    private static Command.Import ParseImport(string[] arguments)
    {
        var (files, store) = ParseOptions(arguments);
        return files switch
        {
            [var file] => new Command.Import(file, store),
            [] => throw new UsageException("import needs the file to read."),
            _ => throw new UsageException($"import reads one file; {files.Count} were given."),
        };
    }

    private static Command.Stats ParseStats(string[] arguments)
    {
        var (files, store) = ParseOptions(arguments);
        return files is [] ? new Command.Stats(store) : throw new UsageException($"stats takes no file; \"{files[0]}\" was given.");
    }

    private static (List<string> Files, StoreChoice Store) ParseOptions(string[] arguments)
    {
        var files = new List<string>();
        var store = new StoreChoice();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--store":
                    store = store with { Kind = ParseKind(Value(arguments, ref i)) };
                    break;
                case "--path":
                    store = store with { Path = Value(arguments, ref i) };
                    break;
                case "--connection":
                    store = store with { Connection = Value(arguments, ref i) };
                    break;
                case ['-', ..] unknown:
                    throw new UsageException($"There is no option \"{unknown}\".");
                case var file:
                    files.Add(file);
                    break;
            }
        }

        return (files, store);
    }

    private static string Value(string[] arguments, ref int index)
    {
        var option = arguments[index];
        return ++index < arguments.Length && arguments[index] is not ("" or ['-', '-', ..])
            ? arguments[index]
            : throw new UsageException($"{option} needs a value.");
    }

    private static StoreKind ParseKind(string name) => name.ToLowerInvariant() switch
    {
        "memory" => StoreKind.Memory,
        "jsonl" => StoreKind.Jsonl,
        "filesystem" => StoreKind.FileSystem,
        "sqlite" => StoreKind.Sqlite,
        "postgres" => StoreKind.Postgres,
        "mysql" => StoreKind.MySql,
        _ => throw new UsageException($"There is no store \"{name}\": it is memory, jsonl, filesystem, sqlite, postgres or mysql."),
    };
}
