namespace Sessions.Sql;

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Which of the engine's types it has.</param>
/// <param name="Comment">What it holds.</param>
/// <param name="IsOptional">Whether it may be null.</param>
internal sealed record SqlTableColumn(string Name, Func<SqlColumns, string> Type, string Comment, bool IsOptional = false)
{
    public string Define(SqlDialect dialect) => $"{Name} {Type(dialect.Columns)}{(IsOptional ? "" : " NOT NULL")}";
}
