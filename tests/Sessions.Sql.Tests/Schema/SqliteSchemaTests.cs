namespace Sessions.Sql.Tests.Schema;

public sealed class SqliteSchemaTests() : SchemaTests("sqlite", "SELECT sql FROM sqlite_master");
