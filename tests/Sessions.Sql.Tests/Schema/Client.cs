using System.Diagnostics;
using MySql.Data.MySqlClient;
using Npgsql;

namespace Sessions.Sql.Tests.Schema;

/// <summary>An engine's own command-line client, as an administrator uses it.</summary>
internal static class Client
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a script; the first error ends it.</summary>
    public static async Task RunAsync(Engine database, string script)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Choose(start, database);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {await errors}{await output}");
        }
    }

    private static void Choose(ProcessStartInfo start, Engine database)
    {
        switch (database.Name)
        {
            case "sqlite":
                (start.FileName, string[] arguments) = ("sqlite3", ["-bail", database.Connection]);
                Array.ForEach(arguments, start.ArgumentList.Add);
                break;
            case "postgres":
                var postgres = new NpgsqlConnectionStringBuilder(database.Connection);
                start.FileName = "psql";
                Array.ForEach(
                    ["-X", "-v", "ON_ERROR_STOP=1", "-h", postgres.Host!, "-p", $"{postgres.Port}", "-U", postgres.Username!, postgres.Database!],
                    start.ArgumentList.Add);
                start.Environment["PGPASSWORD"] = postgres.Password;
                break;
            default:
                var mysql = new MySqlConnectionStringBuilder(database.Connection);
                start.FileName = "mariadb";
                Array.ForEach(
                    ["--no-defaults", "-h", mysql.Server, "-P", $"{mysql.Port}", "-u", mysql.UserID, mysql.Database], start.ArgumentList.Add);
                start.Environment["MYSQL_PWD"] = mysql.Password;
                break;
        }
    }
}
