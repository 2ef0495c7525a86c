using Sessions.TestServers;

namespace Sessions.Sample.Tests.Databases;

[RequiresPostgreSql]
public sealed class PostgreSqlImportTests() : DatabaseImportTests("postgres")
{
    [SharedTranscriptsFact("postgres")]
    public Task The_shared_transcripts_come_to_their_totals() => The_shared_transcripts_come_to_their_totals_here();

    protected override async Task<Place> PlaceAsync()
    {
        var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        return new Place(database.DisposeAsync, "--connection", database.ConnectionString);
    }
}
