namespace Sessions;

/// <summary>
/// Whether this thread runs a function that was given to an update. The store runs it under its own locks: a write from within
/// would come between the view that was decided on and its commit, wait for itself, or wait for somebody who waits for it.
/// </summary>
internal static class Deciding
{
    [ThreadStatic]
    private static bool _here;

    public static bool Here => _here;

    public static void Begin() => _here = true;

    public static void End() => _here = false;

    public static void Refuse()
    {
        if (_here)
        {
            throw new InvalidOperationException(
                "The function given to an update only says what to change, and may be run again; it writes nothing itself. Ask for all changes of the session on its SessionUpdate, and write to other sessions before or after the update.");
        }
    }
}
