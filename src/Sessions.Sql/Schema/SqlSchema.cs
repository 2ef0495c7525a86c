using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Sessions.Sql;

/// <summary>Makes the tables step by step, and records each. One process at a time, wherever the others are.</summary>
internal sealed class SqlSchema(SqlDialect dialect)
{
    private readonly IReadOnlyList<string[]> _steps = SqlMigrations.Of(dialect);

    public static string Script(SqlDialect dialect)
    {
        var script = new StringBuilder();
        script.Append("-- The tables of Sessions, as one transaction where the engine has such a thing.\n");
        script.Append(dialect.Begin).Append(";\n\n");
        IEnumerable<string> statements =
            [.. SqlMigrations.Versions(dialect), .. SqlMigrations.Of(dialect).SelectMany((step, index) => (string[])[.. step, Record(dialect, index + 1)])];
        foreach (var statement in statements)
        {
            script.Append(statement).Append(";\n\n");
        }

        return script.Append("COMMIT;\n").ToString();
    }

    /// <summary>Takes the steps that were not taken yet.</summary>
    public async ValueTask MigrateAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        if (await TryReadVersionAsync(slot, cancellationToken).ConfigureAwait(false) == _steps.Count)
        {
            return;
        }

        if (dialect.LockSchema is { } take && await ReadNumberAsync(slot, take, cancellationToken).ConfigureAwait(false) != 1)
        {
            throw SqlErrors.Busy(new TimeoutException("another process has been making the tables for a minute."));
        }

        try
        {
            await TakeStepsAsync(slot, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (dialect.UnlockSchema is { } give)
            {
                await slot.ExecuteAsync(give, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refuses tables that are not those of this build.</summary>
    public async ValueTask CheckAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        var version = await TryReadVersionAsync(slot, cancellationToken).ConfigureAwait(false)
            ?? throw SqlErrors.NoTables(new InvalidOperationException("There is no table session_schema."));
        if (version < _steps.Count)
        {
            throw SqlErrors.Older(version, _steps.Count);
        }

        Refuse(version);
    }

    private static string Record(SqlDialect dialect, int version) =>
        $"INSERT INTO session_schema (version, applied_at) VALUES ({version.ToString(CultureInfo.InvariantCulture)}, {dialect.Timestamp})";

    private async ValueTask TakeStepsAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        // An engine whose tables come with their transaction has a step whole or not at all; on the others it is told what it has.
        await slot.ExecuteAsync(dialect.Begin, cancellationToken).ConfigureAwait(false);
        try
        {
            if (dialect.LockSchemaInTransaction is { } take)
            {
                await slot.ExecuteAsync(take, cancellationToken).ConfigureAwait(false);
            }

            var version = await ReadVersionInTransactionAsync(slot, cancellationToken).ConfigureAwait(false);
            Refuse(version);
            for (var i = (int)version; i < _steps.Count; i++)
            {
                foreach (var statement in _steps[i])
                {
                    await slot.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
                }

                await slot.ExecuteAsync(Record(dialect, i + 1), cancellationToken).ConfigureAwait(false);
            }

            await slot.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await slot.TryRollBackAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Refuse(long version)
    {
        if (version > _steps.Count)
        {
            throw SqlErrors.Newer(version, _steps.Count);
        }
    }

    /// <summary>The version that is there, once there is a table of versions. An error would end some engines' transactions, so it is made first.</summary>
    private async ValueTask<long> ReadVersionInTransactionAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        if (await ReadNumberAsync(slot, dialect.HasVersions, cancellationToken).ConfigureAwait(false) == 0)
        {
            foreach (var statement in SqlMigrations.Versions(dialect))
            {
                await slot.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            }
        }

        return await TryReadVersionAsync(slot, cancellationToken).ConfigureAwait(false) ?? 0;
    }

    private static async ValueTask<long> ReadNumberAsync(SqlConnectionSlot slot, string query, CancellationToken cancellationToken)
    {
        var command = slot.Connection.CreateCommand();
        await using var disposal = command.ConfigureAwait(false);
        command.CommandText = query;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private async ValueTask<long?> TryReadVersionAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            var version = await ReadNumberAsync(slot, "SELECT COALESCE(MAX(version), 0) FROM session_schema", cancellationToken).ConfigureAwait(false);
            Refuse(version);
            return version;
        }
        catch (DbException error) when (dialect.Classify(error) is SqlFailure.NoTables)
        {
            return null;
        }
    }
}
