namespace Sessions.Sql;

/// <summary>Every refusal of the SQL stores, in one place. None holds a connection string or a value.</summary>
internal static class SqlErrors
{
    public static SessionStoreNotReadyException NoTables(Exception error) => new(
        "The database has no tables for sessions. Call SqlStore.MigrateAsync, let the store create them (SqlStoreOptions.CreateTables), or run the script that SqlStore.GetSchemaScript gives.", error);

    public static SessionStoreNotReadyException Older(long version, long wanted) => new(
        $"The tables for sessions are of version {version}, and this build needs version {wanted}. Call SqlStore.MigrateAsync, or run the script that SqlStore.GetSchemaScript gives.");

    public static SessionStoreNotReadyException Newer(long version, long known) => new(
        $"The tables for sessions are of version {version}, made by a newer version of Sessions; this one knows version {known}. Update Sessions in this app.");

    public static SessionBusyException Busy(Exception error) => new(
        $"The database is busy: {error.Message} Nothing was changed; try again.", error);

    public static SessionStoreUnavailableException Unreachable(Exception error) => new(
        $"The database cannot be reached: {error.Message} See to the database and the network, and try again.", error);

    public static SessionStoreUnavailableException ReadOnly(Exception error) => new(
        $"The database takes no changes: {error.Message} It is a standby, or set to be read only. Connect to the server that takes them "
        + "(for PostgreSQL: several hosts with Target Session Attributes=read-write). Nothing was half done.", error);

    public static SessionStoreUnavailableException Failed(Exception error) => new(
        $"The database refused: {error.Message} Nothing was half done.", error);

    public static SessionDamagedException Damaged(SessionKey key, string table, Exception error) => new(
        key.Id, $"table {table}, session \"{SqlKeys.RowOf(key)}\"", error.Message, error);
}
