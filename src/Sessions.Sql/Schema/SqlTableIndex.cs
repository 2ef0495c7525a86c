namespace Sessions.Sql;

/// <summary>An index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Where">The rows that it holds, on engines that have such a thing; null for all.</param>
internal sealed record SqlTableIndex(string Name, string Columns, string? Where = null)
{
    /// <summary>Its columns on MySQL, where they are others.</summary>
    public string? OnMySql { get; init; }

    /// <summary>Its columns where instants are indexed roughly; a condition is then asked of the first of them.</summary>
    public string? Roughly { get; init; }

    public string Create(SqlTable table, SqlDialect dialect)
    {
        var (columns, where) = dialect.Roughness is not null && Roughly is { } others
            ? (others, Where is null ? null : $"{others.Split(',')[0]} IS NOT NULL")
            : (Columns, Where);
        return $"CREATE INDEX {Name} ON {table.Name} ({columns}){(where is null ? "" : $" WHERE {where}")}";
    }

    public string Within(SqlTable table) => $"INDEX {Name} ({OnMySql ?? Columns})";
}
