using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Sessions.PostgreSql;

internal static class FeedErrors
{
    /// <summary>Whether it is what becomes of connections, and no mistake of this code.</summary>
    public static bool IsExpected(Exception error) => error is DbException or SocketException or IOException or TimeoutException
        or OperationCanceledException or InvalidOperationException;

    /// <summary>Has no pool give out again what leads to a server that is a standby by now, where nobody can tell or hear.</summary>
    public static void Leave(NpgsqlDataSource source, Exception error)
    {
        if (error is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
        {
            source.Clear();
        }
    }

    /// <summary>How long to leave a database alone that has failed so many times in a row.</summary>
    public static Task WaitAsync(int failures, TimeSpan most, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(50 << Math.Min(failures, 12));
#pragma warning disable CA5394 // Spreads processes out; nothing depends on its being unforeseeable.
        pause = (pause < most ? pause : most) * (0.75 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
        return Task.Delay(pause, TimeProvider.System, cancellationToken);
    }
}
