namespace Sessions.Sql.Tests.Robustness;

public sealed class SqliteLostCommitTests() : LostCommitTests("sqlite");
