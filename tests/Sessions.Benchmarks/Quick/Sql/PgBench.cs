using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Sessions.TestServers;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>PostgreSQL's own yardstick, with a script of one prepared statement.</summary>
internal sealed partial class PgBench : IDisposable
{
    private readonly string _script = Path.GetTempFileName();
    private readonly NpgsqlConnectionStringBuilder _connection;

    public PgBench(TestDatabase database, string statement)
    {
        File.WriteAllText(_script, statement);
        _connection = new NpgsqlConnectionStringBuilder(database.SocketConnectionString);
    }

    /// <summary>Transactions a second.</summary>
    public double Run(int clients, TimeSpan time)
    {
        var start = new ProcessStartInfo(Program())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "-n", "-M", "prepared", "-f", _script, "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}", "-T", $"{(int)time.TotalSeconds}",
                "-h", _connection.Host!, "-p", $"{_connection.Port}", "-U", _connection.Username!, _connection.Database!,
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return Tps().Match(output) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench said nothing of a rate: {output}{errors}");
    }

    public void Dispose() => File.Delete(_script);

    private static string Program() =>
        Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin", "pgbench")).Last(File.Exists);

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex Tps();
}
