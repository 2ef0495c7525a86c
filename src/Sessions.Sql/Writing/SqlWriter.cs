namespace Sessions.Sql;

/// <summary>Writes a group of sessions in one transaction. A member that is not what it was any more is left out, which is no error.</summary>
internal abstract class SqlWriter
{
    /// <summary>How many sessions are written together at the most.</summary>
    public const int MaxGroup = 256;

    /// <param name="slot">The connection.</param>
    /// <param name="group">The members, each of another session, in the order of their keys, so that no two writers wait for each other.</param>
    /// <param name="now">The time, where the clock is given; null where it is the database's own.</param>
    /// <param name="written">Set for each member that was written.</param>
    /// <param name="cancellationToken">Not honoured once the transaction is under way.</param>
    public abstract ValueTask WriteAsync(
        SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now, bool[] written, CancellationToken cancellationToken);
}
