using System.Globalization;

namespace Sessions.Sql;

/// <summary>A table as each engine wants it said, with the words for people who open the database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Comment">What a row is.</param>
/// <param name="Key">The columns of its primary key.</param>
internal sealed record SqlTable(string Name, string Comment, params string[] Key)
{
    /// <summary>The columns, and what they hold.</summary>
    public required IReadOnlyList<SqlTableColumn> Columns { get; init; }

    /// <summary>Columns that only MySQL needs, for an index.</summary>
    public IReadOnlyList<SqlTableColumn> OnMySql { get; init; } = [];

    /// <summary>What stands in indexes for instants that change with every commit, on engines that have such.</summary>
    public IReadOnlyList<SqlTableColumn> Rough { get; init; } = [];

    /// <summary>Whether its rows are written again and again: PostgreSQL leaves room for that beside them.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>The indexes beside the primary key.</summary>
    public IReadOnlyList<SqlTableIndex> Indexes { get; init; } = [];

    /// <summary>Whether SQLite keeps its rows in the order of the primary key, and nothing beside.</summary>
    public bool IsClustered { get; init; }

    /// <summary>The statements that make it. On MySQL, which commits after each, all of them may be run again.</summary>
    public IEnumerable<string> Create(SqlDialect dialect) => dialect switch
    {
        MySqlDialect => [MySql(dialect)],
        PostgreSqlDialect => [PostgreSql(dialect), .. Indexes.Select(index => index.Create(this, dialect)), .. Comments()],
        _ => [Sqlite(dialect), .. Indexes.Select(index => index.Create(this, dialect))],
    };

    private string PostgreSql(SqlDialect dialect) =>
        $"CREATE TABLE {Name} (\n  {string.Join(",\n  ", [.. Columns.Concat(Rough).Select(column => column.Define(dialect)), PrimaryKey])}){(IsRewritten ? " WITH (fillfactor = 60)" : "")}";

    private IEnumerable<string> Comments() =>
    [
        $"COMMENT ON TABLE {Name} IS {Quote(Comment)}",
        .. Columns.Concat(Rough).Select(column => $"COMMENT ON COLUMN {Name}.{column.Name} IS {Quote(column.Comment)}"),
    ];

    private string MySql(SqlDialect dialect) =>
        $"CREATE TABLE IF NOT EXISTS {Name} (\n  "
        + string.Join(",\n  ", [.. Columns.Concat(OnMySql).Select(column => $"{column.Define(dialect)} COMMENT {Quote(column.Comment)}"), PrimaryKey, .. Indexes.Select(index => index.Within(this))])
        + $"){dialect.Columns.TableEnd} COMMENT={Quote(Comment)}";

    // SQLite keeps the text of a table, its comments included.
    private string Sqlite(SqlDialect dialect)
    {
        var width = Columns.Concat(Rough).Max(column => column.Define(dialect).Length) + 1;
        var columns = Columns.Concat(Rough).Select(column => $"  {(column.Define(dialect) + ",").PadRight(width)} -- {column.Comment}\n");
        return string.Create(
            CultureInfo.InvariantCulture, $"CREATE TABLE {Name} ( -- {Comment}\n{string.Concat(columns)}  {PrimaryKey}){(IsClustered ? " WITHOUT ROWID" : "")}");
    }

    private string PrimaryKey => $"PRIMARY KEY ({string.Join(", ", Key)})";

    private static string Quote(string words) => $"'{words.Replace("'", "''", StringComparison.Ordinal)}'";
}
