using Microsoft.Data.Sqlite;
using Sessions.Sql;
using SQLitePCL;

namespace Sessions.Sqlite;

/// <summary>
/// Runs statements on SQLite itself: the provider looks every value's place up by its name each time, among all of them, and
/// that was a fifth of what a commit costs.
/// </summary>
internal sealed class SqliteRunner : SqlRunner
{
    public override ValueTask<int> RunAsync(SqlConnectionSlot slot, SqlStatement statement, params ReadOnlySpan<object?> values)
    {
        var connection = (SqliteConnection)slot.Connection;
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        var known = slot.Attached as SqliteStatements ?? Attach(slot, database);
        var prepared = known.Find(statement);
        prepared.Bind(values);
        var result = raw.sqlite3_step(prepared.Handle);
        var changes = raw.sqlite3_changes(database);

        // Whatever went wrong is told again by this, and the statement can be used again after it.
        var reset = raw.sqlite3_reset(prepared.Handle);
        SqliteException.ThrowExceptionForRC(result is raw.SQLITE_DONE or raw.SQLITE_ROW ? raw.SQLITE_OK : reset, database);
        return new ValueTask<int>(changes);
    }

    private static SqliteStatements Attach(SqlConnectionSlot slot, sqlite3 database)
    {
        var statements = new SqliteStatements(database);
        slot.Attached = statements;
        return statements;
    }
}
