namespace Sessions.Sql;

/// <summary>The connection was lost on the way: what was sent may have been done or not, and has to be looked up.</summary>
internal sealed class SqlDoubtException(Exception inner)
    : Exception("The connection to the database was lost while a transaction was under way.", inner);
