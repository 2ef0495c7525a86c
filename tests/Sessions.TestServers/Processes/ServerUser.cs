using System.Globalization;

namespace Sessions.TestServers.Processes;

/// <summary>Who runs a server: whoever runs the tests, but for root, as whom the servers refuse to run.</summary>
/// <param name="Prefix">The words before the command of whatever shall run as the user.</param>
internal sealed record ServerUser(IReadOnlyList<string> Prefix)
{
    /// <summary>The first of the users that there is, where the tests run as root; null where there is none.</summary>
    public static ServerUser? Choose(params ReadOnlySpan<string> names)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser([]);
        }

        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToArray();
        foreach (var name in names)
        {
            if (known.FirstOrDefault(fields => fields[0] == name) is { } fields)
            {
                var (user, group) = (int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture));
                return new ServerUser(["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups"]);
            }
        }

        return null;
    }
}
