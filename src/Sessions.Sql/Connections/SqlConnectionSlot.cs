using System.Data.Common;
using System.Net.Sockets;

namespace Sessions.Sql;

/// <summary>One open connection and the commands that were made on it, each prepared once.</summary>
internal sealed class SqlConnectionSlot(DbConnection connection, SqlDialect dialect, bool prepares) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private readonly List<DbCommand> _unprepared = [];

    public DbConnection Connection => connection;

    public SqlDialect Dialect => dialect;

    /// <summary>Writes groups on it, and keeps what it needs for that.</summary>
    public SqlWriter? Writer { get; set; }

    /// <summary>Whether something failed on it: it is not used again.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What an engine keeps with a connection; disposed of before it.</summary>
    public IDisposable? Attached { get; set; }

    /// <summary>Of which generation of connections it is: see <see cref="SqlConnections.Renew"/>.</summary>
    public int Generation { get; init; }

    public void Break() => IsBroken = true;

    /// <summary>A command with its values.</summary>
    public DbCommand Command(SqlStatement statement, params ReadOnlySpan<object?> values)
    {
        var isKnown = _commands.TryGetValue(statement.Text, out var command);
        command ??= Make(statement);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        if (!isKnown)
        {
            _commands.Add(statement.Text, command);
            if (prepares && !statement.IsSeveral)
            {
                _unprepared.Add(command);
            }
        }

        return command;
    }

    /// <summary>Whether there are commands that were used once, and not prepared yet.</summary>
    public bool HasUnprepared => _unprepared.Count > 0;

    /// <summary>
    /// Prepares what was used for the first time: afterwards, since to prepare is to wait for locks as well, and nobody is to wait
    /// for that who could go; and with its values, since the type of an array is that of what it holds.
    /// </summary>
    public async ValueTask PrepareAsync()
    {
        try
        {
            foreach (var command in _unprepared)
            {
                await command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
            }

            _unprepared.Clear();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException or SocketException or TimeoutException)
        {
            // Whoever asks next gets another connection, and hears what is wrong, if it still is.
            Break();
        }
    }

    /// <summary>Runs a statement that is not worth keeping.</summary>
    public async ValueTask ExecuteAsync(string text, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var disposal = command.ConfigureAwait(false);
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a transaction that failed.</summary>
    public async ValueTask TryRollBackAsync()
    {
        try
        {
            await ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
        {
            // What the transaction failed of is thrown already; the connection is not used again.
            Break();
        }
    }

    /// <summary>Has the server end the connection, where there is one to do that, and uses it no more.</summary>
    public async ValueTask EndAsync()
    {
        Break();
        if (dialect.EndConnection is not { } end)
        {
            return;
        }

        using var bound = new CancellationTokenSource(Farewell);
        try
        {
            await ExecuteAsync(end, bound.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or DbException or InvalidOperationException or IOException or SocketException or TimeoutException)
        {
            // That it fails is how it ends.
        }
    }

    private DbCommand Make(SqlStatement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        foreach (var (name, type) in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            if (type != SqlType.Array)
            {
                parameter.DbType = dialect.TypeOf(type);
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    public async ValueTask DisposeAsync()
    {
        Attached?.Dispose();
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
