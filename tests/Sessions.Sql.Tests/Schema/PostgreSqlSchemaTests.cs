using Sessions.TestServers;

namespace Sessions.Sql.Tests.Schema;

[RequiresPostgreSql]
public sealed class PostgreSqlSchemaTests() : SchemaTests("postgres", "SELECT description FROM pg_description");
