namespace Sessions.Sql;

/// <summary>An index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Where">The rows that it holds, on engines that have such a thing; null for all.</param>
internal sealed record SqlTableIndex(string Name, string Columns, string? Where = null)
{
    /// <summary>Its columns on MySQL, where they are others.</summary>
    public string? OnMySql { get; init; }

    public string Create(SqlTable table) => $"CREATE INDEX {Name} ON {table.Name} ({Columns}){(Where is null ? "" : $" WHERE {Where}")}";

    public string Within(SqlTable table) => $"INDEX {Name} ({OnMySql ?? Columns})";
}
