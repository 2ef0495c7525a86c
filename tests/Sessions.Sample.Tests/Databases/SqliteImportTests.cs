namespace Sessions.Sample.Tests.Databases;

public sealed class SqliteImportTests() : DatabaseImportTests("sqlite")
{
    [SharedTranscriptsFact]
    public Task The_shared_transcripts_come_to_their_totals() => The_shared_transcripts_come_to_their_totals_here();

    protected override Task<Place> PlaceAsync()
    {
        var directory = Directory.CreateTempSubdirectory("sessions-sample-sqlite-");
        return Task.FromResult(new Place(
            () =>
            {
                directory.Delete(recursive: true);
                return ValueTask.CompletedTask;
            },
            "--path",
            Path.Combine(directory.FullName, "sessions.db")));
    }
}
