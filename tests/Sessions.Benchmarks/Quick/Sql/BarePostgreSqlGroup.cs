using Npgsql;
using NpgsqlTypes;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>
/// The least that commits to many sessions can cost in PostgreSQL where each session has a row with its view: one writer who has them
/// all in hand, on one connection, one prepared statement over arrays for each round of them.
/// </summary>
internal sealed class BarePostgreSqlGroup : IAsyncDisposable
{
    private const string Statement =
        """
        WITH w AS (SELECT * FROM unnest(@session, @revision, @view) AS w(session, revision, view)),
        updated AS (
            UPDATE bare_sessions s SET revision = s.revision + 1, view = w.view FROM w WHERE s.session = w.session AND s.revision = w.revision
            RETURNING s.session)
        INSERT INTO bare_messages SELECT x.session, x.ordinal, clock_timestamp(), x.role, x.content
        FROM unnest(@session, @revision, @role, @content) AS x(session, ordinal, role, content) JOIN updated ON updated.session = x.session
        """;

    private readonly int _sessions;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private long _revision;

    private BarePostgreSqlGroup(int sessions, NpgsqlConnection connection)
    {
        _sessions = sessions;
        _connection = connection;
        _command = new NpgsqlCommand(Statement, connection);
        Add("session", NpgsqlDbType.Text, Enumerable.Range(0, sessions).Select(static i => $"session-{i}").ToArray());
        Add("revision", NpgsqlDbType.Bigint, new long[sessions]);
        Add("view", NpgsqlDbType.Text, All(Sample.View));
        Add("role", NpgsqlDbType.Text, All("user"));
        Add("content", NpgsqlDbType.Text, All(Sample.Text));
    }

    public static async Task<BarePostgreSqlGroup> CreateAsync(NpgsqlDataSource source, int sessions)
    {
        await using (var tables = source.CreateCommand(
            $"""
            CREATE TABLE bare_sessions (session text PRIMARY KEY, revision bigint NOT NULL, view text NOT NULL) WITH (fillfactor = 60);
            CREATE TABLE bare_messages (session text NOT NULL, ordinal bigint NOT NULL, at timestamptz NOT NULL, role text NOT NULL, content text NOT NULL, PRIMARY KEY (session, ordinal));
            INSERT INTO bare_sessions SELECT 'session-' || i, 0, '{Sample.View}' FROM generate_series(0, {sessions - 1}) AS i;
            ANALYZE bare_sessions
            """))
        {
            await tables.ExecuteNonQueryAsync();
        }

        var group = new BarePostgreSqlGroup(sessions, await source.OpenConnectionAsync());
        await group._command.PrepareAsync();
        return group;
    }

    /// <summary>Commits a message to every session.</summary>
    public void Commit()
    {
        _command.Parameters["revision"].Value = Enumerable.Repeat(_revision++, _sessions).ToArray();
        if (_command.ExecuteNonQuery() != _sessions)
        {
            throw new InvalidOperationException("Nobody else writes here.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Add(string name, NpgsqlDbType type, Array values) => _command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });

    private string[] All(string value) => [.. Enumerable.Repeat(value, _sessions)];
}
