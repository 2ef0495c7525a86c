namespace Sessions.TestProcess.Torture;

/// <summary>What a tortured commit holds beside a message and the marks in the state.</summary>
internal enum CommitShape
{
    /// <summary>Adds one to the state's <c>counter</c>, as a function of it.</summary>
    Counted,

    /// <summary>The same, with several messages in two chats.</summary>
    Several,

    /// <summary>The same, with a new invocation and one that is linked already.</summary>
    Linked,

    /// <summary>Sets nothing that depends on the view, under an idempotency key, and is repeated.</summary>
    Keyed,

    /// <summary>Sets <c>expected</c> to one more than was read, and names the version that was read.</summary>
    Expected,

    /// <summary>One message, and nothing else at all: what most commits are, and stores write by a way of their own.</summary>
    Plain,
}
