using System.Data.Common;
using System.Globalization;
using Npgsql;
using Sessions.TestServers.Processes;

namespace Sessions.TestServers;

/// <summary>A throw-away PostgreSQL cluster, as durable as it is by default.</summary>
public sealed class PostgreSqlServer : DatabaseServer
{
    /// <summary>The environment variable that names the directory of <c>initdb</c> and <c>postgres</c>; the usual ones by default.</summary>
    public const string BinariesVariable = "SESSIONS_POSTGRESQL_BIN";

    private const string User = "sessions";

    private readonly PostgreSqlBinaries _binaries;

    private PostgreSqlServer(PostgreSqlBinaries binaries, Supervisor supervisor)
        : base(supervisor) => _binaries = binaries;

    /// <summary>Why no server can be started here, and what to do about it; null where one can.</summary>
    public static string? Missing { get; } = PostgreSqlBinaries.Find() is null
        ? $"PostgreSQL is not installed (Debian: apt-get install postgresql; elsewhere name its bin directory in {BinariesVariable}), or there is no ordinary user to run it."
        : null;

    private protected override string Maintenance => "postgres";

    // Shared memory in files of the directory goes with it, also when the server was killed.
    private protected override string ServeCommand => Shell.Command(
        _binaries.Postgres, "-D", "data", "-k", Directory, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-c", "max_connections=200", "-c", "dynamic_shared_memory_type=mmap");

    private protected override (string Orderly, string Immediate) Signals => ("INT", "QUIT");

    /// <summary>Starts one.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<PostgreSqlServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var binaries = PostgreSqlBinaries.Find() ?? throw new InvalidOperationException(Missing);
        // A cluster that was killed leaves a few bytes of shared memory to the system, by the id that its lock file names.
        var supervisor = await Supervisor.StartAsync(
            binaries.User, "postgresql", "QUIT",
            "[ ! -e data/postmaster.pid ] || ipcrm -m \"$(awk 'NR == 7 { print $2 }' data/postmaster.pid)\"", cancellationToken);
        var server = new PostgreSqlServer(binaries, supervisor);
        try
        {
            var initialize = Shell.Command(
                binaries.InitDb, "-D", "data", "-U", User, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
                "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=password");
            await server.StartFirstAsync($"echo {server.Password} >password; exec {initialize}", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    internal override string ConnectionString(string database, bool socket) => new NpgsqlConnectionStringBuilder
    {
        Host = socket ? Directory : "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    internal override DbDataSource CreateDataSource(string connectionString) => NpgsqlDataSource.Create(connectionString);

    internal override async Task ClearAsync(string database, CancellationToken cancellationToken) =>
        await ExecuteAsync(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", cancellationToken);

    private protected override string CreateStatement(string database) => $"CREATE DATABASE {Quote(database)}";

    private protected override string DropStatement(string database) => $"DROP DATABASE IF EXISTS {Quote(database)} WITH (FORCE)";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
