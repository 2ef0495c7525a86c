using Sessions.Sql;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>A database of one engine, with stores on it, and with as many copies of a session as its own bulk load makes.</summary>
internal abstract class BulkDatabase(string name) : IDisposable
{
    // So that all numbers have as many digits, and keys sort as they count.
    private const int First = 10_000_000;

    public string Name => name;

    /// <param name="messageCacheSize">How much memory newest messages may take; null for the default.</param>
    public SqlStore Open(long? messageCacheSize = null)
    {
        var options = new SqlStoreOptions();
        return Open(messageCacheSize ?? options.MessageCacheSize);
    }

    /// <summary>Keeps the row of a session, for copies to be made of it also when it is gone.</summary>
    public void Keep(string session) => Execute($"CREATE TABLE {session}_row AS SELECT * FROM sessions WHERE session = '{session}'");

    /// <summary>Adds copies of a session that was kept, each with an id, an incarnation and instants of its own, a hundred to a user.</summary>
    public void Copy(string session, int rows)
    {
        var columns = Columns();
        Execute(
            $"""
            INSERT INTO sessions ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(column => ValueOf(column, session, rows)))}
            FROM {Series(rows)} AS series, {session}_row AS t
            """);
    }

    /// <summary>Removes the copies of a session.</summary>
    public void RemoveCopies(string session) => Execute($"DELETE FROM sessions WHERE session LIKE '{session}-%'");

    /// <summary>The id of a copy.</summary>
    public static string IdOf(string session, int copy) => $"{session}-{First + copy}";

    /// <summary>Has the engine count what it holds, for its planner.</summary>
    public void Count() => Execute("ANALYZE");

    /// <summary>Has the engine do at once what it would do about all this later.</summary>
    public abstract void Settle();

    public abstract void Dispose();

    protected abstract SqlStore Open(long messageCacheSize);

    protected abstract void Execute(string sql);

    /// <summary>The columns of <c>sessions</c> that are given a value.</summary>
    protected abstract IReadOnlyList<string> Columns();

    /// <summary>The numbers from zero on.</summary>
    protected abstract string Series(int rows);

    protected abstract string Earlier(string instant, string seconds);

    protected abstract string Roughly(string instant);

    protected virtual string Json(string text) => text;

    private string ValueOf(string column, string session, int rows)
    {
        var id = $"'{session}-' || ({First} + i)";
        var incarnation = $"substr(t.incarnation, 1, length(t.incarnation) - 8) || ({First} + i)";
        var user = $"'user-' || (i % {Math.Max(1, rows / 100)})";

        // Changed in another order than made: those that changed last lie as far apart as they do where people work.
        var age = $"(i * 7919) % {rows}";
        return column switch
        {
            "session" or "id" => id,
            "incarnation" => incarnation,
            "user_id" => user,
            "created_at" => Earlier("t.created_at", $"({rows} * 2 - i)"),
            "updated_at" or "last_used_at" or "expires_at" => Earlier($"t.{column}", $"({age})"),
            "updated_roughly" => Roughly(Earlier("t.updated_at", $"({age})")),
            "expires_roughly" => Roughly(Earlier("t.expires_at", $"({age})")),
            "folded_view" => Json($"replace(replace(CAST(t.folded_view AS text), '\"id\":\"{session}\"', '\"id\":\"' || {id} || '\"'), t.incarnation, {incarnation})"),
            _ => $"t.{column}",
        };
    }
}
