using System.Globalization;

namespace Sessions.Sample.Import;

/// <summary>
/// Brings transcripts in. How far a session has come is read from the session itself, inside the commit that goes on from
/// there: whether this run was preceded by another, killed at any moment, or goes on beside others, makes no difference.
/// </summary>
internal sealed class Importer(SessionManager sessions)
{
    /// <summary>The key of the state under which a session says how far its import has come.</summary>
    private const string ProgressKey = "import";

    /// <summary>How many messages one commit holds at the most: enough to be quick, few enough to show progress.</summary>
    private const int BatchSize = 20;

    /// <summary>Imports a transcript as far as it is not there already.</summary>
    /// <exception cref="TranscriptException">The session holds something else.</exception>
    public async Task<Session> ImportAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        // What was imported is kept until somebody deletes it: no idle timeout.
        var blank = new NewSession
        {
            Id = transcript.SessionId,
            Purpose = "An imported conversation",
            Tags = ["imported"],
            Metadata = transcript.Metadata,
            NoIdleTimeout = true,
        };
        var session = await sessions.GetOrCreateAsync(transcript.SessionId, blank, Channel.Cli, cancellationToken);
        do
        {
            session = await sessions.UpdateAsync(
                transcript.SessionId, update => AppendNext(update, transcript), Channel.Cli, cancellationToken);
        }
        while (Appended(session) < transcript.Messages.Length);

        return session;
    }

    private static void AppendNext(SessionUpdate update, Transcript transcript)
    {
        var done = Appended(update.Session);
        if (done > transcript.Messages.Length || !IsPrefix(update.Session, transcript, (int)done))
        {
            throw new TranscriptException(
                $"The session {transcript.SessionId} is there already with something other than this transcript ({done} messages). It was left as it is; delete it, or import into another store.");
        }

        var end = Math.Min((int)done + BatchSize, transcript.Messages.Length);
        for (var i = (int)done; i < end; i++)
        {
            var message = transcript.Messages[i];
            update.AppendMessage(message.ToNewMessage(transcript.SessionId));
            foreach (var invocation in message.ToInvocations(transcript.SessionId))
            {
                update.LinkInvocation(invocation);
            }
        }

        if (end > done)
        {
            update.SetState(ProgressKey, Progress(transcript, end));
        }
    }

    private static bool IsPrefix(Session session, Transcript transcript, int done) =>
        done == 0 || (session.TryGetState(ProgressKey, out var progress) && progress == Progress(transcript, done));

    private static JsonText Progress(Transcript transcript, int messages) =>
        JsonText.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"messages":{{messages}},"content":"{{transcript.Prefixes[messages]}}"}"""));

    private static long Appended(Session session) => session.TryGetChat(Chat.Main, out var chat) ? chat.LastOrdinal : 0;
}
