using System.Data.Common;
using System.Transactions;

namespace Sessions.Sql;

/// <summary>Opens connections for the store.</summary>
internal static class SqlOpening
{
    /// <summary>
    /// A connection that has no part in the transaction that surrounds whoever happens to need it first: it serves others too, and what was
    /// answered may not go when that transaction does.
    /// </summary>
    public static async ValueTask<DbConnection> OpenAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        using var apart = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }
}
