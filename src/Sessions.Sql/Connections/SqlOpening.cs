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
        // A scope of our own that suppresses it would have to begin and end on one thread.
        return Transaction.Current is null
            ? await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false)
            : await Apart.Run(async () => await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
