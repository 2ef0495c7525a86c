namespace Sessions.Filters;

/// <summary>The names of the statuses in texts and JSON.</summary>
internal static class StatusNames
{
    public const string All = "active, paused, completed, failed or abandoned";

    public static string Of(SessionStatus status) => status switch
    {
        SessionStatus.Active => "active",
        SessionStatus.Paused => "paused",
        SessionStatus.Completed => "completed",
        SessionStatus.Failed => "failed",
        _ => "abandoned",
    };

    public static SessionStatus Parse(string name) => name switch
    {
        "active" => SessionStatus.Active,
        "paused" => SessionStatus.Paused,
        "completed" => SessionStatus.Completed,
        "failed" => SessionStatus.Failed,
        "abandoned" => SessionStatus.Abandoned,
        _ => throw new FormatException($"a status was expected: {All}"),
    };
}
