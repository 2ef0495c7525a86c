using System.Data.Common;

namespace Sessions.Sql;

/// <summary>Writes what comes alone in one round trip, and a group statement by statement.</summary>
internal sealed class MySqlWriter(SqlDialect dialect, SqlStatements statements) : StatementWriter(dialect, statements, dialect.Runner)
{
    private readonly LoneWrite _lone = new(dialect, statements);

    // A provider may have been told to send one statement at a time.
    private bool _sendsOneByOne;

    public override async ValueTask WriteAsync(
        SqlConnectionSlot slot, IReadOnlyList<SqlWrite> group, object? now, bool[] written, CancellationToken cancellationToken)
    {
        var wasRefused = false;
        if (group is [var only] && !_sendsOneByOne && _lone.TryCommand(slot, only, now) is { } command)
        {
            try
            {
                written[0] = await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false) > 0;
                return;
            }
            catch (DbException error)
            {
                await slot.TryRollBackAsync().ConfigureAwait(false);
                if (Dialect.Classify(error) != SqlFailure.Lasting)
                {
                    throw;
                }

                wasRefused = true;
            }
        }

        await base.WriteAsync(slot, group, now, written, cancellationToken).ConfigureAwait(false);
        _sendsOneByOne |= wasRefused;
    }
}
