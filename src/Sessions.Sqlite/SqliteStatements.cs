using Sessions.Sql;
using SQLitePCL;

namespace Sessions.Sqlite;

/// <summary>The statements that were prepared on one connection; they end before it does.</summary>
internal sealed class SqliteStatements(sqlite3 database) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    public SqliteStatement Find(SqlStatement statement)
    {
        if (!_statements.TryGetValue(statement.Text, out var known))
        {
            known = new SqliteStatement(database, statement);
            _statements.Add(statement.Text, known);
        }

        return known;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Handle.Dispose();
        }
    }
}
