using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>Settings of a store in PostgreSQL: those that all SQL stores have.</summary>
public sealed class PostgreSqlStoreOptions : SqlStoreOptions;
