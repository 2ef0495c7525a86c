using System.Data.Common;
using System.Globalization;
using MySql.Data.MySqlClient;
using Sessions.TestServers.Processes;

namespace Sessions.TestServers;

/// <summary>A throw-away MariaDB server, as durable as it is by default.</summary>
public sealed class MariaDbServer : DatabaseServer
{
    /// <summary>The environment variable that names the directory of <c>mariadbd</c> and <c>mariadb-install-db</c>; the usual ones by default.</summary>
    public const string BinariesVariable = "SESSIONS_MARIADB_BIN";

    private const string User = "sessions";
    private const string LogSize = "--innodb-log-file-size=32M";

    private readonly MariaDbBinaries _binaries;

    private MariaDbServer(MariaDbBinaries binaries, Supervisor supervisor)
        : base(supervisor) => _binaries = binaries;

    /// <summary>Why no server can be started here, and what to do about it; null where one can.</summary>
    public static string? Missing { get; } = MariaDbBinaries.Find() is null
        ? $"MariaDB is not installed (Debian: apt-get install mariadb-server; elsewhere name the directory of its programs in {BinariesVariable}), or there is no ordinary user to run it."
        : null;

    private protected override string Maintenance => "mysql";

    private protected override string ServeCommand => Shell.Command(
        // A directory of its own for temporary files: each server removes, when it starts, what it takes for another one's leavings.
        _binaries.Server, "--no-defaults", $"--datadir={Directory}/data", $"--tmpdir={Directory}", $"--socket={Socket}", $"--pid-file={Directory}/data/server.pid",
        "--skip-networking=0", "--bind-address=127.0.0.1", $"--port={Port.ToString(CultureInfo.InvariantCulture)}", "--skip-name-resolve",
        $"--init-file={Directory}/users.sql", "--max-connections=300",
        "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
        "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=64M", LogSize);

    // Killing it is the one way to stop it as if it had crashed.
    private protected override (string Orderly, string Immediate) Signals => ("TERM", "KILL");

    private string Socket => Path.Combine(Directory, "socket");

    /// <summary>Starts one.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<MariaDbServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var binaries = MariaDbBinaries.Find() ?? throw new InvalidOperationException(Missing);
        var supervisor = await Supervisor.StartAsync(binaries.User, "mariadb", "KILL", ":", cancellationToken);
        var server = new MariaDbServer(binaries, supervisor);
        try
        {
            var users = Shell.Command(
                "printf", "%s\\n",
                $"CREATE USER IF NOT EXISTS {User}@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('{server.Password}');",
                $"GRANT ALL ON *.* TO {User}@'%' WITH GRANT OPTION;");
            var install = Shell.Command(
                binaries.Install, "--no-defaults", $"--datadir={server.Directory}/data", $"--tmpdir={server.Directory}", "--auth-root-authentication-method=socket",
                "--skip-test-db", "--skip-name-resolve", LogSize);
            await server.StartFirstAsync($"{users} >users.sql; exec {install}", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    internal override string ConnectionString(string database, bool socket)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = socket ? Socket : "127.0.0.1",
            ConnectionProtocol = socket ? MySqlConnectionProtocol.UnixSocket : MySqlConnectionProtocol.Sockets,
            UserID = User,
            Password = Password,
            Database = database,
            CharacterSet = "utf8mb4",
            SslMode = MySqlSslMode.None,
        };
        if (!socket)
        {
            builder.Port = (uint)Port;
        }

        return builder.ConnectionString;
    }

    internal override DbDataSource CreateDataSource(string connectionString) => new MySqlTestDataSource(connectionString);

    internal override async Task ClearAsync(string database, CancellationToken cancellationToken) =>
        await ExecuteAsync(Maintenance, $"{DropStatement(database)}; {CreateStatement(database)}", cancellationToken);

    private protected override string CreateStatement(string database) => $"CREATE DATABASE {Quote(database)}";

    private protected override string DropStatement(string database) => $"DROP DATABASE IF EXISTS {Quote(database)}";

    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
