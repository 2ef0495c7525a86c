using Sessions.TestServers;

namespace Sessions.Sql.Tests.Robustness;

[RequiresPostgreSql]
public sealed class PostgreSqlLostCommitTests() : LostCommitTests("postgres");
