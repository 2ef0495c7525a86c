using System.Globalization;
using Sessions.Sample.Totals;

namespace Sessions.Sample.Import;

/// <summary>Imports a file and says what came of it.</summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(SessionManager sessions, string file, CancellationToken cancellationToken)
    {
        var transcripts = await TranscriptFile.ReadAsync(file, cancellationToken);
        var importer = new Importer(sessions);
        var refused = 0;
        foreach (var transcript in transcripts)
        {
            try
            {
                var session = await importer.ImportAsync(transcript, cancellationToken);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{session.Id,-24} {session.Messages.Total,5} messages {session.Invocations.Count,5} invocations"));
            }
            catch (Exception error) when (error is TranscriptException or SessionStatusException)
            {
                // One session that cannot take its transcript keeps no other from its own.
                await Console.Error.WriteLineAsync(error.Message);
                refused++;
            }
        }

        Console.WriteLine();
        var totals = await StoreTotals.ReadAsync(sessions.Store, cancellationToken);
        await totals.ReportUnreadableAsync();
        Console.WriteLine(totals.LastLine);
        return refused == 0 && totals.Unreadable.Count == 0 ? 0 : 1;
    }
}
