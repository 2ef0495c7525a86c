namespace Sessions.Sql;

/// <summary>Runs statements that give no rows, one after the other on one connection.</summary>
internal class SqlRunner
{
    /// <summary>Runs a statement.</summary>
    /// <param name="slot">The connection.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="values">Its values, in the order of its parameters.</param>
    /// <returns>How many rows it changed.</returns>
    /// <remarks>It goes on to its end, whoever has stopped waiting for it: it is part of a transaction that is open.</remarks>
    public virtual ValueTask<int> RunAsync(SqlConnectionSlot slot, SqlStatement statement, params ReadOnlySpan<object?> values) =>
        new(slot.Command(statement, values).ExecuteNonQueryAsync(CancellationToken.None));
}
