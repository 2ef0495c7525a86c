namespace Sessions.Sql.Tests.Robustness;

/// <summary>What of a request and its answer is lost, with the connection.</summary>
public enum Loss
{
    None,

    /// <summary>The request does not reach the server.</summary>
    Request,

    /// <summary>The server does what was asked, and its answer does not arrive.</summary>
    Answer,

    /// <summary>The caller is cut off at once, and the server does not notice: it may do what was asked long after.</summary>
    Caller,
}
