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
        script.Append(SqlMigrations.Versions(dialect)).Append(";\n\n");
        var steps = SqlMigrations.Of(dialect);
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var statement in steps[i])
            {
                script.Append(statement).Append(";\n\n");
            }

            script.Append(Record(dialect, i + 1)).Append(";\n");
        }

        return script.ToString();
    }

    /// <summary>Takes the steps that were not taken yet.</summary>
    public async ValueTask MigrateAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        if (await TryReadVersionAsync(slot, cancellationToken).ConfigureAwait(false) == _steps.Count)
        {
            return;
        }

        if (dialect.LockSchema is { } take)
        {
            await slot.ExecuteAsync(take, cancellationToken).ConfigureAwait(false);
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
            await slot.ExecuteAsync(SqlMigrations.Versions(dialect), cancellationToken).ConfigureAwait(false);
            var version = await TryReadVersionAsync(slot, cancellationToken).ConfigureAwait(false) ?? 0;
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

    private async ValueTask<long?> TryReadVersionAsync(SqlConnectionSlot slot, CancellationToken cancellationToken)
    {
        var command = slot.Connection.CreateCommand();
        await using var disposal = command.ConfigureAwait(false);
        command.CommandText = "SELECT COALESCE(MAX(version), 0) FROM session_schema";
        try
        {
            var version = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
            Refuse(version);
            return version;
        }
        catch (DbException error) when (dialect.Classify(error) is SqlFailure.NoTables)
        {
            return null;
        }
    }
}
