using Sessions.Tests.Processes;

namespace Sessions.Sql.Tests.Conformance;

public sealed class SqlitePartitionConformance : SqliteMemoryConformance
{
    protected override string Partition => TestSeed.HardPartition;
}
