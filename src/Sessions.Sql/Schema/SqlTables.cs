namespace Sessions.Sql;

/// <summary>The tables of the first version. What came out with a release is not changed here: what comes later is a step of its own.</summary>
internal static class SqlTables
{
    private static readonly SqlTableColumn Session = new("session", static c => c.Key, "the session: its id, after its partition and a slash where it has one");
    private static readonly SqlTableColumn Space = new("space", static c => c.Key, "the partition as it stands in session: itself, or its hash where it is long");

    /// <summary>Which steps of the schema were taken.</summary>
    public static SqlTable Versions { get; } = new("session_schema", "The steps by which these tables were made.", "version")
    {
        Columns =
        [
            new("version", static c => c.Number, "the number of the step"),
            new("applied_at", static c => c.Instant, "when it was taken, UTC"),
        ],
    };

    public static SqlTable Sessions { get; } = new("sessions", "One row a session, as it is now; its log is in session_events.", "session")
    {
        IsRewritten = true,
        Columns =
        [
            Session,
            Space,
            new("partition_name", static c => c.Text, "the partition; empty unless asked for"),
            new("id", static c => c.Key, "the id, unique in its partition"),
            new("incarnation", static c => c.Key, "random: another session of the same id has another one"),
            new("revision", static c => c.Number, "random: another number at each write, uses included; guards against writing over another one's"),
            new("version", static c => c.Number, "the number of events so far"),
            new("era", static c => c.Number, "random: another number whenever a conversation is cleared; until then, messages are only added"),
            new("user_id", static c => c.Name, "whose session it is", IsOptional: true),
            new("display_name", static c => c.Text, "its name for people", IsOptional: true),
            new("purpose", static c => c.Text, "what it is for", IsOptional: true),
            new("status", static c => c.Key, "active, paused, completed, failed or abandoned"),
            new("created_at", static c => c.Instant, "UTC"),
            new("created_by", static c => c.Key, "the channel that created it"),
            new("updated_at", static c => c.Instant, "when it last changed, UTC"),
            new("last_used_at", static c => c.Instant, "when it was last used, reads included, UTC"),
            new("channel", static c => c.Key, "the channel that used it last"),
            new("expires_at", static c => c.Instant, "from then on it is not found, UTC; null for never", IsOptional: true),
            new("finished_at", static c => c.Instant, "when it was completed, failed or abandoned, UTC", IsOptional: true),
            new("pinned", static c => c.Truth, "whether cleanup keeps it whatever its age"),
            new("memory_pool", static c => c.Name, "the memory that it shares with others", IsOptional: true),
            new("messages", static c => c.Number, "how many messages it has"),
            new("invocations", static c => c.Number, "how many invocations of tools are linked"),
            new("failed_invocations", static c => c.Number, "how many of them failed"),
            new("tokens", static c => c.Number, "tokens used so far, in and out"),
            new("cost", static c => c.Double, "what it has cost so far"),
            new("lease_holder", static c => c.Name, "who may run an agent on it", IsOptional: true),
            new("lease_token", static c => c.Number, "the last fencing token; only ever grows"),
            new("lease_until", static c => c.Instant, "when the lease runs out, UTC", IsOptional: true),
            new("folded_view", static c => c.Json, "all of it but the state, in the library's own format"),
        ],

        // PostgreSQL writes every index of a row anew as soon as one indexed column changes, and SQLite that of each column that is set.
        // These two change with every commit, so what is indexed there is cut off: a session that is busy is written, and no index hears
        // of it. The statements set both: generated columns would cost PostgreSQL a fourth of the update more.
        Rough =
        [
            new("updated_roughly", static c => c.Rough, "updated_at to the minute, on SQLite to the second: for its index, set with it"),
            new("expires_roughly", static c => c.Rough, "expires_at likewise", IsOptional: true),
        ],
        Indexes =
        [
            new("sessions_by_update", "space, updated_at DESC, session") { Roughly = "space, updated_roughly DESC" },
            new("sessions_by_creation", "space, created_at DESC, session"),
            new("sessions_by_user", "user_id, space", "user_id IS NOT NULL"),

            // Nearly all are active: who looks for those is served by the order that he asks for, and they pay for no place here.
            new("sessions_by_status", "status, space", "status <> 'active'"),
            new("sessions_by_expiry", "expires_at", "expires_at IS NOT NULL") { Roughly = "expires_roughly" },
            new("sessions_by_finish", "finished_at", "finished_at IS NOT NULL"),
        ],
    };

    public static SqlTable Events { get; } = new("session_events", "One row an event of a session, in the order of version: its log.", "session", "version")
    {
        IsClustered = true,
        Columns =
        [
            Session,
            new("version", static c => c.Number, "1, 2, 3, ... in each session"),
            new("part", static c => c.Number, "its place in the commit that it came with, from 1"),
            new("parts", static c => c.Number, "how many events that commit has"),
            new("at", static c => c.Instant, "when it happened, UTC"),
            new("channel", static c => c.Key, "the channel that it came through"),
            new("commit_id", static c => c.Key, "the commit that it came with"),
            new("kind", static c => c.Key, "what happened"),
            new("chat", static c => c.Name, "of a message: its chat", IsOptional: true),
            new("ordinal", static c => c.Number, "of a message: its place in the chat, from 1", IsOptional: true),
            new("role", static c => c.Key, "of a message: system, user, assistant or tool", IsOptional: true),
            new("content", static c => c.Text, "of a message: its text", IsOptional: true),
            new("tool", static c => c.Name, "the name of a tool", IsOptional: true),
            new("invocation_id", static c => c.Name, "the execution of a tool", IsOptional: true),
            new("payload", static c => c.Json, "of a message: what the app added", IsOptional: true),
            new("data", static c => c.Json, "the event in the library's own format, where the columns do not say it all", IsOptional: true),
            new("idempotency_key", static c => c.Name, "on the first event of a commit: the key that it carried", IsOptional: true),
            new("content_hash", static c => c.Key, "on the first event of a commit: a hash of what was asked under the key", IsOptional: true),
            new("commit_fields", static c => c.Json, "on the first event of a commit: what a newer version added to it", IsOptional: true),
        ],
        Indexes =
        [
            new("session_events_by_message", "session, chat, ordinal", "ordinal IS NOT NULL"),
            new("session_events_by_invocation", "invocation_id, session", "kind = 'invocation'"),
            new("session_events_by_key", "session, version", "idempotency_key IS NOT NULL") { OnMySql = "session, keyed_version" },
        ],

        // MySQL has no indexes of some rows only: the others stand at the index's beginning, under null.
        OnMySql =
        [
            new("keyed_version", static c => $"{c.Number} AS (CASE WHEN idempotency_key IS NOT NULL THEN version END) VIRTUAL", "version, where there is a key", IsOptional: true),
        ],
    };

    public static SqlTable State { get; } = new("session_state", "One row a key of a session's state.", "session", "name")
    {
        IsClustered = true,
        Columns =
        [
            Session,
            .. Values("the key"),
            new("channel", static c => c.Key, "the channel that set it"),
            new("at", static c => c.Instant, "when it was set, UTC"),
            new("version", static c => c.Number, "the event that set it"),
        ],
    };

    public static SqlTable Metadata { get; } = new("session_metadata", "One row a key of a session's metadata.", "session", "name")
    {
        IsClustered = true,
        Columns = [Session, .. Values("the key")],
    };

    public static SqlTable Tags { get; } = new("session_tags", "One row a tag of a session.", "session", "tag")
    {
        IsClustered = true,
        Columns = [Session, new("tag", static c => c.Name, "the tag")],
        Indexes = [new("session_tags_by_tag", "tag, session")],
    };

    public static SqlTable Channels { get; } = new("session_channels", "One row a channel that has used a session.", "session", "channel")
    {
        IsClustered = true,
        Columns = [Session, new("channel", static c => c.Key, "the channel")],
    };

    public static SqlTable Replaced { get; } = new(
        "session_replaced", "Expired sessions whose id was taken again before cleanup came by.", "incarnation")
    {
        Columns =
        [
            new("incarnation", static c => c.Key, "which of the sessions of that id it was"),
            Session,
            Space,
            new("whole_view", static c => c.Json, "all of it, in the library's own format"),
        ],
    };

    /// <summary>A value of JSON, and what of it a filter can compare.</summary>
    private static SqlTableColumn[] Values(string name) =>
    [
        new("name", static c => c.Name, name),
        new("value", static c => c.Json, "the value, byte for byte as it was given"),
        new("kind", static c => c.Key, "what the value is to a filter: text, number, truth, null or other"),
        new("text_value", static c => c.Text, "the value, where it is a text", IsOptional: true),
        new("number_value", static c => c.Double, "the value, where it is a number", IsOptional: true),
        new("truth_value", static c => c.Truth, "the value, where it is true or false", IsOptional: true),
    ];
}
