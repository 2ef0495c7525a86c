using System.Text;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>
/// What one process says to the others: who it is, and below that which sessions it changed, a line each. Nothing below is a
/// question whether anything is heard at all.
/// </summary>
internal static class Notification
{
    /// <summary>Stands for all sessions; no session is called so.</summary>
    public const string Everything = "*";

    // The server takes less than 8,000 bytes.
    private const int MaxBytes = 7_900;

    // A partition may hold a line's end; no row holds this, since one whose partition does has its hash.
    private const char LineEnd = SqlText.Escape;

    /// <summary>As few payloads as hold all the rows.</summary>
    public static string[] Compose(string sender, IEnumerable<string> rows)
    {
        var payloads = new List<string>();
        var text = new StringBuilder(sender);
        var bytes = sender.Length;
        foreach (var row in rows)
        {
            var size = Encoding.UTF8.GetByteCount(row) + 1;
            if (bytes + size > MaxBytes)
            {
                payloads.Add(text.ToString());
                text.Clear().Append(sender);
                bytes = sender.Length;
            }

            text.Append('\n').Append(row.Replace('\n', LineEnd));
            bytes += size;
        }

        payloads.Add(text.ToString());
        return [.. payloads];
    }

    /// <summary>Who says it, and of which sessions.</summary>
    public static (string Sender, IReadOnlyList<string> Rows) Read(string payload)
    {
        var lines = payload.Split('\n');
        return (lines[0], [.. lines.Skip(1).Select(static line => line.Replace(LineEnd, '\n'))]);
    }
}
