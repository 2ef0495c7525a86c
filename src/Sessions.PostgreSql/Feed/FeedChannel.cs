using Npgsql;

namespace Sessions.PostgreSql;

/// <summary>The channel on which the stores of one set of tables talk: others in the same database do not wake them.</summary>
internal static class FeedChannel
{
    // A channel's name has at most 63 bytes.
    private const string Query =
        """
        SELECT 'sessions:' || CASE WHEN octet_length(name) <= 50 THEN name ELSE md5(name) END
        FROM (SELECT COALESCE((SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass('sessions')), current_schema()::text) AS name) AS tables
        """;

    public static async ValueTask<string> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Query, connection);
        await using var disposal = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string
            ?? throw new InvalidOperationException("The search path of the connection leads to no schema.");
    }
}
