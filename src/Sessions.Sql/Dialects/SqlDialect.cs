using System.Data;
using System.Data.Common;
using System.Net.Sockets;

namespace Sessions.Sql;

/// <summary>What differs between the engines, and nothing else.</summary>
internal abstract class SqlDialect
{
    /// <summary>The name of the store in logs and metrics, and that by which an operator chooses it.</summary>
    public abstract string Name { get; }

    /// <summary>The database's clock, in UTC.</summary>
    public abstract string Now { get; }

    /// <summary>The time at which a step of the schema is taken, for people to see.</summary>
    public virtual string Timestamp => Now;

    /// <summary>On how many connections groups are written at once.</summary>
    public virtual int Writers => 2;

    /// <summary>Whether all that writes goes through one connection, since the engine lets only one write at a time.</summary>
    public bool HasOneWriter => Writers == 1;

    /// <summary>Whether commands wait for the engine on the thread that runs them, whatever their names promise.</summary>
    public virtual bool Blocks => false;

    /// <summary>Whether it shows a commit to others before that is as durable as its answer will say.</summary>
    public virtual bool ShowsBeforeDurable => false;

    /// <summary>What follows a query that takes rows for itself and passes over those that another one has taken.</summary>
    public virtual string ForUpdateSkipLocked => " FOR UPDATE SKIP LOCKED";

    /// <summary>The types of columns.</summary>
    public abstract SqlColumns Columns { get; }

    public static SqlDialect Of(SqlEngine engine) => engine switch
    {
        SqlEngine.Sqlite => new SqliteDialect(),
        SqlEngine.PostgreSql => new PostgreSqlDialect(),
        SqlEngine.MySql => new MySqlDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "An engine is Sqlite, PostgreSql or MySql."),
    };

    /// <summary>What a parameter is sent as.</summary>
    public virtual DbType TypeOf(SqlType type) => type switch
    {
        SqlType.Number => DbType.Int64,
        SqlType.Double => DbType.Double,
        SqlType.Truth => DbType.Boolean,
        SqlType.Instant => DbType.DateTime,
        _ => DbType.String,
    };

    /// <summary>An instant as a parameter; null stands for never.</summary>
    /// <remarks>Of no kind, where a column has none either: providers can be told to refuse one kind, or to convert it.</remarks>
    public virtual object Instant(long? ticks) => ticks is { } known ? new DateTime(known) : DBNull.Value;

    /// <summary>An instant as a column gives it.</summary>
    public virtual long ReadInstant(DbDataReader reader, int column) => reader.GetDateTime(column).Ticks;

    /// <summary>Why a store cannot work over connections that are made so; null where it can.</summary>
    public virtual string? RefusalOf(DbDataSource source) => null;

    /// <summary>What a connection says to have the server end it, so that no pool gives it out again; null where there is no server.</summary>
    public virtual string? EndConnection => null;

    /// <summary>What has to be said to a new connection.</summary>
    public virtual string? OnConnect => null;

    public virtual string Begin => "BEGIN";

    /// <summary>What an error means; most engines say it in the five letters of SQLSTATE.</summary>
    public virtual SqlFailure Classify(DbException error) => error.SqlState switch
    {
        "40001" or "40P01" => SqlFailure.Undone,
        "55P03" or "57014" or "53300" => SqlFailure.Busy,
        "25006" => SqlFailure.ReadOnly,
        "23505" or "23000" => SqlFailure.Taken,
        "42P01" or "42S02" => SqlFailure.NoTables,
        { Length: 5 } state when state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("57P", StringComparison.Ordinal) || state is "25P03" or "25P04" => SqlFailure.Unreachable,
        _ => error.IsTransient || IsOfConnection(error.InnerException) ? SqlFailure.Unreachable : SqlFailure.Lasting,
    };

    /// <summary>Whether an error is the network's. Some providers wrap it, more than once, in what tells nothing.</summary>
    private static bool IsOfConnection(Exception? error) =>
        error is not null && (error is IOException or SocketException or TimeoutException || IsOfConnection(error.InnerException));

    /// <summary>
    /// To what the instants that change with every commit are cut off for their indexes, which then seldom change; null where they are
    /// indexed as they are. A list sorts what lies within it.
    /// </summary>
    public virtual TimeSpan? Roughness => null;

    /// <summary>An instant that is cut off, as the engine works it out.</summary>
    public virtual string Roughly(string instant) => instant;

    /// <summary>
    /// The column that is indexed in place of another, and holds it cut off; null where there is none. Whoever asks for the one by
    /// order or bounds asks for this one first.
    /// </summary>
    public string? RoughOf(string column) => column switch
    {
        "updated_at" when Roughness is not null => "updated_roughly",
        "expires_at" when Roughness is not null => "expires_roughly",
        _ => null,
    };

    /// <summary>Counts the tables that remember the schema's version: one, or none yet.</summary>
    public abstract string HasVersions { get; }

    /// <summary>Takes the lock under which one process at a time changes the tables, from within its transaction; null where that is lock enough.</summary>
    public virtual string? LockSchemaInTransaction => null;

    /// <summary>The same, of an engine whose transactions end with each table: answers 1 when it is taken.</summary>
    public virtual string? LockSchema => null;

    public virtual string? UnlockSchema => null;

    /// <summary>Runs statements that give no rows.</summary>
    public SqlRunner Runner { get; init; } = new();

    /// <summary>Writes what was gathered, on this engine.</summary>
    public virtual SqlWriter NewWriter(SqlStatements statements) => new StatementWriter(this, statements, Runner);
}
